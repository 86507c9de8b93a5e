import type { ReactNode } from "react";
import { AccountFrame } from "@/components/frame/AccountFrame";

export default async function Layout({
  params,
  children,
}: {
  params: Promise<{ accountSlug: string }>;
  children: ReactNode;
}) {
  const { accountSlug } = await params;
  return <AccountFrame slug={accountSlug}>{children}</AccountFrame>;
}
