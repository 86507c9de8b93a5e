import { api } from "@mc/backend/api";
import type { Id } from "@mc/backend/dataModel";
import { COMMAND_HELP, parseCommand } from "@mc/shared/message/commands";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";
import { dataOf } from "@/lib/async";
import { shownZone } from "@/lib/shown-zone";
import { toast, toastError } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import type { Outgoing, ReplyTo } from "./draft";
import type { SendPreview } from "./types";
import { type Attachments, useAttachments } from "./use-attachments";
import { useOutbox, useSettled } from "./use-outbox";

export const PREVIEW_AFTER_MS = 250;

/** What the typed text would do as a slash command, or what is missing of it. */
export type CommandHint = { readonly usage: string; readonly text: string; readonly problem: string | null };

export type ComposerState = {
  readonly body: string;
  readonly setBody: (body: string) => void;
  readonly send: () => void;
  /** Sent but not confirmed; shown at the end of the thread. */
  readonly outgoing: readonly Outgoing[];
  /** Who will hear of it; null while that is being worked out or there is nothing to send. */
  readonly preview: SendPreview | null;
  /** null when the text is a message. */
  readonly command: CommandHint | null;
  readonly isBusy: boolean;
  readonly replyTo: ReplyTo | null;
  readonly setReplyTo: (replyTo: ReplyTo | null) => void;
  /** null where no files can be sent. */
  readonly attachments: Attachments | null;
};

/** One task's composer: the draft is kept, a send shows at once, survives a reload and never doubles; "/" begins a command. */
export function useComposer(taskId: TaskId): ComposerState {
  const { accountId } = useAccount();
  const message = useCommand(api.messages.create, { refusalShownBy: "caller" });
  const command = useCommand(api.messages.command, { refusalShownBy: "caller" });
  const attachments = useAttachments();
  const [replyTo, setReplyTo] = useState<ReplyTo | null>(null);
  const outbox = useOutbox(taskId, {
    send: ({ body, clientKey, replyTo: answered, files }) =>
      message.run({
        accountId,
        taskId,
        body,
        clientKey,
        ...(answered ? { replyToId: answered.messageId as Id<"messages"> } : {}),
        ...(files
          ? {
              uploads: files.map(({ storageId, name }) => ({ storageId: storageId as Id<"_storage">, name })),
            }
          : {}),
      }),
    onRefused: ({ replyTo: answered, files }) => {
      if (files) attachments.restore(files);
      // What they have begun to answer since stands.
      if (answered) setReplyTo((current) => current ?? answered);
    },
  });
  const { body, setBody, clear, post } = outbox;
  const hint = hintOf(body);

  const carryOut = async (text: string): Promise<void> => {
    const timeZone = shownZone();
    const result = await command.run({ accountId, taskId, text, clientKey: crypto.randomUUID(), timeZone });
    if (!result.ok) return toastError(result.error.title, result.error.message);
    clear(text);
    toast(result.value.sentence);
  };
  const send = (): void => {
    const text = body.trim();
    if (hint) {
      if (hint.problem === null && !command.isBusy) void carryOut(text);
      return;
    }
    const files = attachments.sent;
    if ((!text && files.length === 0) || attachments.isBusy) return;
    post({ body: text, ...(replyTo ? { replyTo } : {}), ...(files.length > 0 ? { files } : {}) });
    attachments.clear();
    setReplyTo(null);
  };
  return {
    body,
    setBody,
    send,
    outgoing: outbox.outgoing,
    preview: usePreview(taskId, hint ? "" : body),
    command: hint,
    isBusy: command.isBusy || attachments.isBusy,
    replyTo,
    setReplyTo,
    attachments,
  };
}

function hintOf(body: string): CommandHint | null {
  const parsed = parseCommand(body);
  switch (parsed.kind) {
    case "text":
      return null;
    case "command":
      return { ...COMMAND_HELP[parsed.command.name], problem: null };
    case "problem":
      return { usage: parsed.usage, text: "", problem: parsed.message };
  }
}

function usePreview(taskId: TaskId, body: string): SendPreview | null {
  const { accountId } = useAccount();
  const settled = useSettled(body.trim(), PREVIEW_AFTER_MS);
  const preview = dataOf(
    useLive(api.messages.preview, settled ? { accountId, taskId, body: settled } : "skip"),
  );
  return body.trim() ? (preview ?? null) : null;
}
