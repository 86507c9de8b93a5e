import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { GalleryPage } from "@/components/gallery/GalleryPage";
import { readEnv } from "@/env";

export const metadata: Metadata = { title: "Gallery" };

/** For those who build the dashboard, and for the tests that look at it; nobody else has it. */
export default async function Page() {
  await connection();
  if (!readEnv().hasGallery) notFound();
  return <GalleryPage />;
}
