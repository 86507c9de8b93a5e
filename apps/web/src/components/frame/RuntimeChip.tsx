"use client";
import type { AccountContextValue } from "@/components/account/use-account";
import { onDemand } from "@/components/ui/on-demand";
import { Skeleton } from "@/components/ui/skeleton";
import { RUNTIME_LOOK, type RuntimeLook } from "./runtime-look";
import { useRuntime } from "./use-frame";

const Details = onDemand(() => import("./RuntimePopover").then((module) => module.RuntimePopover), "dialog");

/** How the account's runtime is, in a word; the details are one click away. */
export function RuntimeChip({ account }: { account: AccountContextValue }) {
  const runtime = useRuntime(account);
  if (runtime.status === "loading") return <Skeleton className="h-6 w-20" />;
  if (runtime.status === "error") return null;
  const current = runtime.data;
  const look: RuntimeLook = RUNTIME_LOOK[current?.status ?? "none"];
  const progress = current?.install ? `${Math.round(current.install.percent)} %` : null;
  const trigger = (
    <button
      type="button"
      className="flex h-7 shrink-0 items-center justify-center gap-1.5 pointer-coarse:h-10 pointer-coarse:min-w-10 rounded-sm px-2 text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover"
    >
      <look.icon aria-hidden className={`size-3.5 ${look.tone}`} strokeWidth={2.4} />
      <span className="sr-only">Runtime: </span>
      <span className="max-sm:sr-only">{look.label}</span>
      {progress ? <span className="figures text-xs"> {progress}</span> : null}
    </button>
  );
  return <Details runtime={current} look={look} trigger={trigger} />;
}
