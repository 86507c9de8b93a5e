"use client";
import { ChevronDown } from "lucide-react";
import { createPortal } from "react-dom";
import { type AccountContextValue, useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import type { TaskId } from "@/components/tasks/types";
import { Composer } from "@/components/thread/Composer";
import { OutgoingMessages } from "@/components/thread/OutgoingMessages";
import { TaskThread } from "@/components/thread/TaskThread";
import { useMentionChoices } from "@/components/thread/use-mention-choices";
import { useStickToBottom } from "@/components/thread/use-stick-to-bottom";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { NAME } from "@/lib/address";
import { cn } from "@/lib/cn";
import { useAddress } from "@/lib/use-address";
import { NoLead } from "./NoLead";
import { type Lead, useLeadChat } from "./use-lead-chat";
import { useLeadComposer } from "./use-lead-composer";

const PARAMS = { message: NAME };
const PANEL =
  "fixed right-4 bottom-4 z-40 flex max-h-[min(40rem,calc(100dvh-5rem))] min-h-48 w-[27rem] animate-arrive flex-col overflow-hidden rounded-md border border-line bg-panel shadow-float max-md:inset-0 max-md:h-dvh max-md:max-h-none max-md:w-full max-md:rounded-none max-md:border-0";

/** The chat with the squad lead over a corner of any page; on a phone it has the screen. Escape collapses it. */
export default function ChatPanel({
  account,
  onClose,
}: {
  account: AccountContextValue;
  onClose: () => void;
}) {
  const chat = useLeadChat(account);
  const lead = chat.status === "ready" ? chat.data.lead : null;
  return createPortal(
    <section
      role="dialog"
      aria-label={lead ? `Chat with ${lead.name}` : "Chat with the squad lead"}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
      className={cn(
        PANEL,
        (lead !== null || (chat.status === "ready" && chat.data.taskId !== null)) &&
          "h-[min(40rem,calc(100dvh-5rem))]",
      )}
    >
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-line border-b pr-2 pl-3">
        {lead ? <AgentAvatar name={lead.name} icon={lead.icon} /> : null}
        <h2 className="min-w-0 flex-1 truncate text-sm">
          {lead ? (
            <>
              <Link
                href={`/${account.slug}/agents/${lead.agentId}`}
                className="font-semibold underline-offset-2 hover:underline"
              >
                {lead.name}
              </Link>
              <span className="ml-2 text-ink-3 text-xs">
                {lead.isPaused ? "squad lead, paused" : "squad lead"}
              </span>
            </>
          ) : (
            <span className="font-semibold">Squad lead</span>
          )}
        </h2>
        <Button variant="quiet" size="icon-sm" aria-label="Collapse the chat" onClick={onClose}>
          <ChevronDown aria-hidden />
        </Button>
      </div>
      {chat.status === "loading" ? (
        <div className="px-4">
          <ListSkeleton label="Opening the chat" />
        </div>
      ) : null}
      {chat.status === "error" ? <ErrorState error={chat.error} /> : null}
      {chat.status === "ready" ? <Conversation lead={lead} taskId={chat.data.taskId} /> : null}
    </section>,
    document.body,
  );
}

function Conversation({ lead, taskId }: { lead: Lead | null; taskId: TaskId | null }) {
  const { slug, memberName, can } = useAccount();
  const composer = useLeadComposer();
  const choices = useMentionChoices();
  const { scroller, content, toBottom } = useStickToBottom();
  const [{ message: highlightId }] = useAddress(PARAMS);
  if (!lead && taskId === null) return <NoLead />;
  const send = (): void => {
    composer.send();
    requestAnimationFrame(toBottom);
  };
  return (
    <>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <div ref={content} className="flex min-h-full flex-col justify-end px-4 py-4 max-md:px-3">
          {taskId ? (
            <TaskThread
              taskId={taskId}
              outgoing={composer.outgoing}
              highlightId={highlightId}
              emptyText="Nothing was asked yet."
              isFromEnd
            />
          ) : composer.outgoing.length > 0 ? (
            <OutgoingMessages
              outgoing={composer.outgoing}
              viewer={{ name: memberName, accountSlug: slug, isConnected: true }}
            />
          ) : (
            <Welcome name={lead?.name ?? "The lead"} onPick={composer.setBody} />
          )}
        </div>
      </div>
      <div className="shrink-0 border-line border-t">
        {lead ? (
          <Composer
            composer={{ ...composer, send }}
            choices={choices}
            isReadOnly={!can("message.write")}
            placeholder={`Ask ${lead.name}`}
            hasCommands={false}
          />
        ) : (
          <NoLead isShort />
        )}
      </div>
    </>
  );
}

const QUESTIONS = [
  "What is stuck, and who can help?",
  "Who works on what right now?",
  "What should I look at first today?",
] as const;

function Welcome({ name, onPick }: { name: string; onPick: (question: string) => void }) {
  return (
    <div className="my-auto flex flex-col gap-3">
      <p className="text-ink-2 text-sm">
        {name} sees every thread and can list, search and assign all tasks. What you ask here is a turn like
        any other, and everyone in the account can read it.
      </p>
      <ul className="flex flex-col gap-1.5">
        {QUESTIONS.map((question) => (
          <li key={question}>
            <Button
              className="h-auto min-h-8 w-full justify-start whitespace-normal py-1 text-left"
              onClick={() => onPick(question)}
            >
              {question}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
