"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useAccount } from "@/components/account/use-account";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { Skeleton } from "@/components/ui/skeleton";
import type { Run } from "./types";
import { useTranscript } from "./use-transcript";

/** What a turn was asked, what it did step by step, and what it said. */
export function RunTranscript({ run }: { run: Run }) {
  const { slug } = useAccount();
  const transcript = useTranscript(run.runId);
  if (transcript.status === "loading") return <Skeleton className="h-10 w-full" />;
  if (transcript.status === "error") return <p className="text-danger">{transcript.error.message}</p>;
  const { asked, steps, answer, isCut, read } = transcript.data;
  return (
    <div className="flex flex-col gap-2.5">
      {asked ? (
        <Part title={`${asked.author} wrote`}>
          <LazyMarkdown source={asked.body} accountSlug={slug} />
        </Part>
      ) : null}
      <Part title="Steps">
        {steps.length === 0 ? (
          <p className="text-ink-3">No tool with an effect was used.</p>
        ) : (
          <ol className="flex flex-col gap-1.5">
            {steps.map((step) => (
              <li key={`${step.at}-${step.tool}`}>
                <span>{step.sentence ?? "Repeated what was done already."}</span>{" "}
                <span className="figures text-ink-3 text-xs">{step.tool}</span>
                <p className="figures text-ink-3 text-xs [overflow-wrap:anywhere]">{step.result}</p>
              </li>
            ))}
          </ol>
        )}
        {isCut ? <p className="text-ink-3">Later steps are not shown.</p> : null}
      </Part>
      {read.documents.length > 0 ? (
        <Part title="Documents it read">
          <ul className="flex flex-col gap-1">
            {read.documents.map(({ documentId, title, version, newest }) => (
              <li key={`${documentId}-${version}`}>
                {newest === null ? (
                  title
                ) : (
                  <Link className="underline underline-offset-2" href={`/${slug}/docs/${documentId}`}>
                    {title}
                  </Link>
                )}{" "}
                <span className="text-ink-3">
                  version {version}
                  {newest === null ? ", deleted since" : newest > version ? `, now ${newest}` : ""}
                </span>
              </li>
            ))}
          </ul>
          {read.isCut ? <p className="text-ink-3">Later documents are not shown.</p> : null}
        </Part>
      ) : null}
      {answer ? (
        <Part title="Answer">
          <LazyMarkdown source={answer.body} accountSlug={slug} />
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h4 className="text-ink-3 text-xs">{title}</h4>
      <div className="mt-0.5">{children}</div>
    </section>
  );
}
