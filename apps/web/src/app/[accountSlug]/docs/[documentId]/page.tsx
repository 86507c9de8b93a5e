import type { Metadata } from "next";
import { DocumentPage } from "@/components/docs/DocumentPage";
import type { DocumentId } from "@/components/docs/use-documents";

export const metadata: Metadata = { title: "Document" };

export default async function Page({ params }: { params: Promise<{ documentId: string }> }) {
  const { documentId } = await params;
  // An id that is none is refused by the backend like one that does not exist.
  return <DocumentPage documentId={documentId as DocumentId} />;
}
