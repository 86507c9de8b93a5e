import type { Metadata } from "next";
import { FeedPage } from "@/components/feed/FeedPage";

export const metadata: Metadata = { title: "Feed" };

export default function Page() {
  return <FeedPage />;
}
