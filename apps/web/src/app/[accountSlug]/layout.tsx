import type { ReactNode } from "react";
import { firstAccount } from "@/components/account/first-account";
import { AccountFrame } from "@/components/frame/AccountFrame";

export default async function Layout({
  params,
  children,
}: {
  params: Promise<{ accountSlug: string }>;
  children: ReactNode;
}) {
  const { accountSlug } = await params;
  return (
    <AccountFrame slug={accountSlug} first={await firstAccount(accountSlug)}>
      {children}
    </AccountFrame>
  );
}
