"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Outgoing } from "./draft";
import { EventLines } from "./EventLines";
import { LiveRunView } from "./LiveRunView";
import { MessageGroup } from "./MessageGroup";
import { NewLine } from "./NewLine";
import { OutgoingMessages } from "./OutgoingMessages";
import { RunLine } from "./RunLine";
import { SeenBy } from "./SeenBy";
import { ThreadLog } from "./ThreadLog";
import type { ThreadItem } from "./thread-model";
import type { LiveRun, Message } from "./types";
import { useDrawnItems } from "./use-drawn-items";
import type { ThreadData } from "./use-thread";

export type ThreadViewer = {
  readonly memberId: string;
  readonly name: string;
  readonly accountSlug: string;
  readonly canWrite: boolean;
  readonly canDeleteAny: boolean;
  readonly isConnected: boolean;
};

type Props = {
  thread: ThreadData;
  viewer: ThreadViewer;
  outgoing: readonly Outgoing[];
  iconOf: (agentId: string) => string | null;
  handleOf: (id: string) => string | null;
  highlightId: string | null;
  /** The turn that a link meant: unfolded from the start. */
  runId: string | null;
  onReply: ((message: Message) => void) | null;
  emptyText: string;
  /** All of it is drawn at once, because it is shown from its end. */
  isFromEnd: boolean;
};

/** Messages, turns and events of a task in order, with what is happening now at the end. */
export function ThreadView(props: Props) {
  const { thread, viewer, outgoing, iconOf, handleOf, highlightId, runId, onReply, emptyText } = props;
  const drawn = useDrawnItems(props.isFromEnd || highlightId !== null || runId !== null);
  const [openRuns, setOpenRuns] = useState<ReadonlySet<string>>(() => new Set(runId === null ? [] : [runId]));
  const liveIds = new Set<string>(thread.live.map((run) => run.runId));
  const toggle = (runId: string): void =>
    setOpenRuns((open) =>
      open.has(runId) ? new Set([...open].filter((each) => each !== runId)) : new Set([...open, runId]),
    );
  const showRun = (runId: string): void => {
    setOpenRuns((open) => new Set([...open, runId]));
    requestAnimationFrame(() => document.getElementById(`run-${runId}`)?.scrollIntoView({ block: "center" }));
  };
  const waitingIds = new Set<string>(
    thread.items.flatMap((item) =>
      item.kind === "run" && item.run.status === "awaiting_approval" ? item.run.runId : [],
    ),
  );
  const isWorking = (run: LiveRun): boolean => !waitingIds.has(run.runId);
  const isSilent =
    !thread.items.some((item) => item.kind === "messages" || item.kind === "run") &&
    thread.live.length === 0 &&
    outgoing.length === 0;

  const renderItem = (item: ThreadItem) => {
    switch (item.kind) {
      case "messages":
        return (
          <MessageGroup
            key={item.key}
            messages={item.messages}
            accountSlug={viewer.accountSlug}
            meId={viewer.memberId}
            canDeleteAny={viewer.canDeleteAny}
            highlightId={highlightId}
            onShowRun={showRun}
            handleOf={handleOf}
            onReply={onReply}
          />
        );
      case "run":
        // A turn that streams is shown at the end; its line appears when it is over, or when it waits for someone.
        return liveIds.has(item.run.runId) && item.run.status !== "awaiting_approval" ? null : (
          <RunLine
            key={item.key}
            run={item.run}
            canAct={viewer.canWrite}
            isOpen={openRuns.has(item.run.runId)}
            onToggle={() => toggle(item.run.runId)}
          />
        );
      case "events":
        return <EventLines key={item.key} activities={item.activities} accountSlug={viewer.accountSlug} />;
      case "new":
        return <NewLine key={item.key} />;
    }
  };

  return (
    <ThreadLog isWhole={drawn >= thread.items.length && !thread.isLoadingEarlier}>
      {thread.hasEarlier ? (
        <Button
          variant="quiet"
          size="sm"
          className="self-center"
          isBusy={thread.isLoadingEarlier}
          onClick={thread.loadEarlier}
        >
          {thread.isLoadingEarlier ? "Loading…" : "Show earlier messages"}
        </Button>
      ) : null}
      {thread.items.slice(0, drawn).map(renderItem)}
      {thread.live.filter(isWorking).map((run: LiveRun) => (
        <LiveRunView
          key={run.runId}
          run={run}
          icon={iconOf(run.agentId)}
          accountSlug={viewer.accountSlug}
          canStop={viewer.canWrite}
        />
      ))}
      <OutgoingMessages outgoing={outgoing} viewer={viewer} />
      {isSilent ? <p className="pl-8.5 text-ink-3 text-sm">{emptyText}</p> : null}
      <SeenBy seen={thread.seen} />
    </ThreadLog>
  );
}
