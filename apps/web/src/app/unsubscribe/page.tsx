import type { Metadata } from "next";
import { UnsubscribePage } from "@/components/auth/UnsubscribePage";

export const metadata: Metadata = { title: "No more mails", robots: { index: false } };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  return <UnsubscribePage token={typeof token === "string" ? token : ""} />;
}
