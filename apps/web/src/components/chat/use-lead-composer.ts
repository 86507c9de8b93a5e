import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import { type ComposerState, PREVIEW_AFTER_MS } from "@/components/thread/use-composer";
import { useOutbox, useSettled } from "@/components/thread/use-outbox";
import { dataOf } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import type { Lead } from "./use-lead-chat";

/** The chat's composer: like a task's, without files and commands, which act on a task. */
export function useLeadComposer(): ComposerState {
  const { accountId } = useAccount();
  const ask = useCommand(api.leadChat.ask, { refusalShownBy: "caller" });
  const outbox = useOutbox("lead", {
    send: ({ body, clientKey }) => ask.run({ accountId, body, clientKey }),
  });
  const { body, setBody, outgoing, post } = outbox;
  const settled = useSettled(body.trim(), PREVIEW_AFTER_MS);
  const preview = dataOf(useLive(api.leadChat.preview, settled ? { accountId, body: settled } : "skip"));
  return {
    body,
    setBody,
    send: () => {
      const text = body.trim();
      if (text) post({ body: text });
    },
    outgoing,
    preview: body.trim() ? (preview ?? null) : null,
    command: null,
    isBusy: false,
    replyTo: null,
    setReplyTo: () => undefined,
    attachments: null,
  };
}

export function useSetLead() {
  const { accountId } = useAccount();
  const { run, isBusy } = useCommand(api.agents.setLead);
  return { setLead: (agentId: Lead["agentId"]) => run({ accountId, agentId }), isBusy };
}
