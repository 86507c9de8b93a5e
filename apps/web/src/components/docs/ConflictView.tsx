"use client";
import { useRouter } from "next/navigation";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { toast } from "@/lib/toast";
import { MergeEditor } from "./editor/LazyEditor";
import { useDocumentCommands } from "./use-document-commands";
import type { DocumentEditor } from "./use-document-editor";
import type { DocumentFull } from "./use-documents";

/** Two people wrote at once: both texts are here, and nothing is saved before one was made of them. */
export function ConflictView({ document, editor }: { document: DocumentFull; editor: DocumentEditor }) {
  const { slug } = useAccount();
  const router = useRouter();
  const { createCopy, isCreating } = useDocumentCommands();
  const { server, text } = editor;
  const takeTheirs = async (): Promise<void> => {
    const { title, kind, folderId } = document;
    const result = await createCopy({
      title: `${title.slice(0, 180)} (my version)`,
      kind,
      folderId,
      content: text,
    });
    if (!result.ok)
      return toast("Your version could not be kept as a copy", { description: result.error.message });
    editor.merge(server.content, server.version);
    const href = `/${slug}/docs/${result.value.documentId}`;
    toast("Your version is kept as a copy", { action: { label: "Open", onClick: () => router.push(href) } });
  };
  return (
    <section aria-label="Two versions" className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{document.title}: two versions</h1>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b bg-sunken px-4 py-2 text-sm">
        <p role="alert" className="min-w-60 flex-1">
          <strong className="font-medium">
            {server.author} saved version {server.version} while you were writing.
          </strong>{" "}
          Make one text of the two in yours, then save it. Nothing of yours is lost.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" isBusy={isCreating} onClick={() => void takeTheirs()}>
            Take theirs, keep mine as a copy
          </Button>
          <Button size="sm" variant="primary" onClick={() => editor.merge(text, server.version)}>
            Save the merged text
          </Button>
        </div>
      </div>
      <p aria-hidden className="border-line border-b px-4 py-1.5 text-ink-3 text-xs sm:hidden">
        Above: version {server.version} by {server.author}. Below: mine, to be saved.
      </p>
      <div
        aria-hidden
        className="grid grid-cols-[1fr_2rem_1fr] border-line border-b text-ink-3 text-xs max-sm:hidden"
      >
        <span className="px-4 py-1.5">
          Theirs: version {server.version} by {server.author}
        </span>
        <span className="col-start-3 border-line border-l px-4 py-1.5">Mine, to be saved</span>
      </div>
      <MergeEditor
        theirs={server.content}
        mine={text}
        theirsLabel={`Theirs: version ${server.version} by ${server.author}`}
        mineLabel="Mine, to be saved"
        onChange={editor.type}
      />
    </section>
  );
}
