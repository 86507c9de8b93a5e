"use client";
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { RelativeTime } from "@/components/people/RelativeTime";
import { useRoster } from "@/components/tasks/use-roster";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import { unlessChanged } from "@/lib/unless-changed";
import { Author } from "./Author";
import { useCommentCommands } from "./use-document-commands";
import { type Comment, type DocumentFull, useComments } from "./use-documents";

/** Remarks on the document, newest first; a name after @ is told. */
export function CommentsPanel({ document }: { document: DocumentFull }) {
  const { can, memberId, slug } = useAccount();
  const comments = useComments(document.documentId);
  const commands = useCommentCommands(document.documentId);
  const roster = useRoster();
  const mentioned = [...roster.people, ...roster.agents].flatMap(({ name, slug: handle }) => [name, handle]);
  const canWrite = can("document.write") && document.trashed === null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {canWrite ? <CommentForm onSend={commands.create} isBusy={commands.isBusy} /> : null}
      <div className="min-h-0 flex-1 px-4 pb-6">
        {comments.status === "loading" ? <ListSkeleton label="Loading the comments" /> : null}
        {comments.status === "error" ? <ErrorState error={comments.error} /> : null}
        {comments.status === "ready" && comments.items.length === 0 ? (
          <p className="py-2 text-ink-3 text-sm">
            {canWrite
              ? "No comments yet. Who wrote the document, and whom you name with @, is told."
              : "No comments yet."}
          </p>
        ) : null}
        {comments.status === "ready" ? (
          <ol aria-label="Comments" className="flex flex-col">
            {comments.items.map((comment) => (
              <li key={comment.commentId} className="group/comment border-line border-b py-3 last:border-b-0">
                <div className="flex items-center gap-2">
                  <Author
                    name={comment.author.name}
                    kind={comment.author.kind}
                    icon={roster.agents.find((agent) => agent.name === comment.author.name)?.icon ?? null}
                    className="font-medium text-sm"
                  />
                  <RelativeTime at={comment.at} />
                  <span className="figures text-ink-3 text-xs">v{comment.version}</span>
                  {comment.author.id === memberId || can("message.delete_any") ? (
                    <DeleteButton
                      comment={comment}
                      onDelete={() => void commands.remove(comment.commentId)}
                    />
                  ) : null}
                </div>
                <div className="mt-1 text-sm">
                  <LazyMarkdown source={comment.body} accountSlug={slug} mentioned={mentioned} />
                </div>
              </li>
            ))}
          </ol>
        ) : null}
        {comments.status === "ready" ? <LoadMore list={comments} label="Show older comments" /> : null}
      </div>
    </div>
  );
}

function DeleteButton({ comment, onDelete }: { comment: Comment; onDelete: () => void }) {
  return (
    <button
      type="button"
      aria-label={`Delete the comment of ${comment.author.name}`}
      onClick={onDelete}
      className="ml-auto inline-flex size-6 items-center justify-center rounded-xs text-ink-3 opacity-0 transition-opacity hover:text-danger focus-visible:opacity-100 group-hover/comment:opacity-100 pointer-coarse:opacity-60"
    >
      <Trash2 aria-hidden className="size-3.5" />
    </button>
  );
}

function CommentForm({
  onSend,
  isBusy,
}: {
  onSend: (body: string) => Promise<{ readonly ok: boolean }>;
  isBusy: boolean;
}) {
  const [body, setBody] = useState("");
  const send = async (): Promise<void> => {
    const text = body.trim();
    if (!text || isBusy) return;
    const result = await onSend(text);
    if (result.ok) setBody(unlessChanged(body, ""));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 px-4 pt-3 pb-1">
      <Textarea
        aria-label="Write a comment"
        placeholder="Comment, @ names someone"
        value={body}
        maxLength={DOCUMENT_LIMITS.comment}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send();
        }}
        className="max-h-48"
      />
      <Button type="submit" size="sm" className="self-end" disabled={!body.trim()} isBusy={isBusy}>
        Comment
      </Button>
    </form>
  );
}
