"use client";
import { useState } from "react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { fetched } from "@/lib/fetched";
import { PROVIDER_LABEL } from "./runtime-words";
import { ScoreBar } from "./ScoreBar";
import { StatusWord } from "./StatusWord";
import type { RuntimeLine } from "./use-runtimes";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

/** One runtime in one line; on a phone in three. */
export function RuntimeRow(props: {
  runtime: RuntimeLine;
  canOperate: boolean;
  onActivate: () => Promise<unknown>;
  onRemove: () => Promise<unknown>;
}) {
  const { runtime, canOperate, onActivate, onRemove } = props;
  const [asked, setAsked] = useState<"activate" | "remove" | null>(null);
  const place = [PROVIDER_LABEL[runtime.provider], runtime.host, runtime.region].filter(Boolean).join(" · ");
  const isLocal = runtime.provider === "local";
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm">
      <div className="min-w-0 flex-1 basis-56 max-sm:basis-full">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{runtime.name}</span>
          <Badge>{runtime.isActive ? "active" : "stands by"}</Badge>
        </p>
        <p className="truncate text-ink-3 text-xs">
          {place} ·{" "}
          {runtime.lastCheckInAt === null ? (
            "never checked in"
          ) : (
            <>
              checked in <RelativeTime at={runtime.lastCheckInAt} />
            </>
          )}
        </p>
      </div>
      <span className="w-28">
        <StatusWord status={runtime.status} />
      </span>
      <span className="figures w-24 text-ink-2">{runtime.openclawVersion ?? "–"}</span>
      <span className="w-28">
        <ScoreBar score={runtime.score} parts={runtime.parts} />
      </span>
      {canOperate ? (
        <span className="flex w-52 justify-end gap-2 max-md:w-full max-md:justify-start">
          {runtime.isActive ? null : (
            <Button
              size="sm"
              aria-label={`Make active: ${runtime.name}`}
              onClick={() => setAsked("activate")}
            >
              Make active
            </Button>
          )}
          {runtime.isActive || isLocal ? null : (
            <Button
              size="sm"
              variant="danger"
              aria-label={`Remove ${runtime.name}`}
              onClick={() => setAsked("remove")}
            >
              Remove
            </Button>
          )}
        </span>
      ) : null}
      {asked === "activate" ? (
        <ConfirmDialog
          isOpen
          title={`Give the work to ${runtime.name}?`}
          description="It takes every hand-off from now on. What the other one has begun it may finish; sessions start anew on this one."
          confirmLabel="Make active"
          onClose={() => setAsked(null)}
          onConfirm={async () => void (await onActivate())}
        />
      ) : null}
      {asked === "remove" ? (
        <ConfirmDialog
          isOpen
          title={`Remove ${runtime.name}?`}
          description="Its tokens open nothing from now on. To come back it needs a new token."
          confirmLabel="Remove runtime"
          onClose={() => setAsked(null)}
          onConfirm={async () => void (await onRemove())}
        />
      ) : null}
    </li>
  );
}
