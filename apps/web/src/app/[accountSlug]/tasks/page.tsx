import type { Metadata } from "next";
import { BoardPage } from "@/components/tasks/BoardPage";
import { firstBoard } from "@/components/tasks/first-board";

export const metadata: Metadata = { title: "Tasks" };

export default async function Page(props: {
  params: Promise<{ accountSlug: string }>;
  searchParams: Promise<Record<string, unknown>>;
}) {
  const { accountSlug } = await props.params;
  return <BoardPage first={await firstBoard(accountSlug, await props.searchParams)} />;
}
