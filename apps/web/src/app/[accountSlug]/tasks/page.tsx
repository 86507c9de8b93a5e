import type { Metadata } from "next";
import { BoardPage } from "@/components/tasks/BoardPage";

export const metadata: Metadata = { title: "Tasks" };

export default function Page() {
  return <BoardPage />;
}
