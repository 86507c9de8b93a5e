"use client";
import { type ReactNode, useState } from "react";
import { fetched } from "@/lib/fetched";
import { compactCount, exactTime, money } from "@/lib/format";
import { ModelMark } from "./ModelMark";
import type { Run } from "./types";

const RunTranscript = fetched(() => import("./RunTranscript").then((module) => module.RunTranscript), {
  whenLost: "in place",
});

const BASIS = { billed: "billed", estimated: "estimated", unknown: "price unknown" } as const;

/** Everything a finished or failed turn tells: model, times, tools, usage, error. */
export function RunDetails({ run }: { run: Run }) {
  const { usage, error } = run;
  const [hasTranscript, setTranscript] = useState(false);
  return (
    <div className="border-line border-t px-2.5 py-2 text-sm">
      <dl className="mb-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Row name="Attempt">
          <span className="figures">
            {run.attempt} of {run.maxAttempts}
          </span>
        </Row>
        <Row name="Model">
          {run.model || run.isDemoModel ? (
            <ModelMark model={run.model} isDemoModel={run.isDemoModel} />
          ) : (
            "not chosen yet"
          )}
        </Row>
        <Row name="Queued">{exactTime(run.queuedAt)}</Row>
        {run.startedAt === null ? null : <Row name="Started">{exactTime(run.startedAt)}</Row>}
        {run.endedAt === null ? null : <Row name="Ended">{exactTime(run.endedAt)}</Row>}
        {usage ? (
          <Row name="Tokens">
            <span className="figures">
              {compactCount(usage.input)} in, {compactCount(usage.output)} out,{" "}
              {compactCount(usage.cacheRead)} from cache
            </span>
          </Row>
        ) : null}
        {usage ? (
          <Row name="Cost">
            <span className="figures">{usage.costUsd === null ? "unknown" : money(usage.costUsd)}</span>{" "}
            <span className="text-ink-3">{BASIS[usage.basis]}</span>
          </Row>
        ) : null}
        {error ? (
          <Row name="Error">
            <span className="figures text-danger">{error.code}</span> {error.message}
          </Row>
        ) : null}
        <Row name="Tools">
          {run.tools.length === 0 ? (
            "none used"
          ) : (
            <ol className="flex flex-col gap-0.5">
              {run.tools.map((tool) => (
                <li key={`${tool.name}-${tool.at}`} className="flex gap-2">
                  <span className="figures">{tool.name}</span>
                  <span className="text-ink-3 text-xs">
                    {tool.ok === null ? "no answer yet" : tool.ok ? "ok" : "failed"}
                  </span>
                </li>
              ))}
            </ol>
          )}
        </Row>
      </dl>
      {hasTranscript ? (
        <RunTranscript run={run} />
      ) : (
        <button
          type="button"
          onClick={() => setTranscript(true)}
          className="mt-2 text-accent text-xs underline-offset-2 hover:underline"
        >
          Show what it was asked, did and said
        </button>
      )}
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
