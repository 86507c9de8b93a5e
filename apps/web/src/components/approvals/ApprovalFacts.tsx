"use client";
import { useId, useState } from "react";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { cn } from "@/lib/cn";
import { approvalFacts } from "./approval-words";
import type { Approval } from "./use-approvals";

/** Longer texts are folded to this many characters until someone wants them whole. */
const FOLDED = 400;

/** The arguments of a tool call by name; texts as they would stand. */
export function ApprovalFacts({ approval, accountSlug }: { approval: Approval; accountSlug: string }) {
  const facts = approvalFacts(approval);
  if (facts.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <FactList facts={facts} accountSlug={accountSlug} />
      {approval.argsLength === null ? null : <CutNote approval={approval} />}
    </div>
  );
}

/** Whoever approves a part has to know that it is one, and that nothing else than the whole is carried out. */
function CutNote({ approval }: { approval: Approval }) {
  return (
    <p className="text-warn-text text-xs">
      This is not all of it: the call has {(approval.argsLength ?? 0).toLocaleString("en")} characters, and
      its longest texts are cut here. A yes is for the whole call, digest <code>{approval.digest}</code>, and
      for no other.
    </p>
  );
}

function FactList({ facts, accountSlug }: { facts: ReturnType<typeof approvalFacts>; accountSlug: string }) {
  return (
    <dl className="flex flex-col gap-1.5">
      {facts.map((fact) =>
        fact.isText ? (
          <div key={fact.label}>
            <dt className="text-ink-3 text-xs">{fact.label}</dt>
            <dd className="mt-1">
              <FoldedText text={fact.value} accountSlug={accountSlug} />
            </dd>
          </div>
        ) : (
          <div key={fact.label} className="flex items-baseline gap-2 text-sm">
            <dt className="shrink-0 text-ink-3 text-xs">{fact.label}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{fact.value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function FoldedText({ text, accountSlug }: { text: string; accountSlug: string }) {
  const id = useId();
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > FOLDED;
  return (
    <div className="rounded-sm border-line border-l-2 bg-sunken px-3 py-2">
      <div id={id} className={cn("overflow-hidden", isLong && !isWhole && "max-h-32")}>
        <LazyMarkdown source={text} accountSlug={accountSlug} />
      </div>
      {isLong ? (
        <button
          type="button"
          aria-expanded={isWhole}
          aria-controls={id}
          onClick={() => setWhole(!isWhole)}
          className="mt-1 text-accent text-xs underline-offset-2 hover:underline"
        >
          {isWhole ? "Show less" : `Show all ${text.length.toLocaleString("en")} characters`}
        </button>
      ) : null}
    </div>
  );
}
