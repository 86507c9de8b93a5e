import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TaskPage } from "@/components/tasks/TaskPage";

type Params = { params: Promise<{ number: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `MC-${Number((await params).number) || "?"}` };
}

export default async function Page({ params }: Params) {
  const number = Number((await params).number);
  if (!Number.isSafeInteger(number) || number < 1) notFound();
  return <TaskPage number={number} />;
}
