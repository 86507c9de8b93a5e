"use client";
import type { RunAction } from "@mc/shared/delivery/deadlines";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { useRunCommands } from "./use-run-commands";

type RunId = Parameters<ReturnType<typeof useRunCommands>["retry"]>[0];

const LOOK = {
  retry: ["Send again", "Hands the work over anew, with all its attempts"],
  free: ["Take back", "Takes the turn back from the runtime, so that the next one can have it"],
  cancel: ["Cancel turn", "Ends the turn; the task stays as it is"],
  raise_budget: ["Raise budget", "Leads to the budgets of the agent"],
  raise_account_budget: ["Raise budget", "Leads to the budget of the account"],
  raise_rate: ["Raise limit", "Leads to the settings of the agent"],
} as const satisfies Record<RunAction, readonly [string, string]>;

const PLACE = {
  raise_budget: (agentId: string) => `/agents/${agentId}?tab=statistics`,
  raise_account_budget: () => "/settings/agents",
  raise_rate: (agentId: string) => `/agents/${agentId}?tab=config`,
} as const;

/** The ways out of a turn that does not get on. Limits are raised where they are set, by those who may. */
export function RunActions(props: { runId: RunId; agentId: string; actions: readonly RunAction[] }) {
  const { runId, agentId, actions } = props;
  const { slug, can } = useAccount();
  const commands = useRunCommands();
  if (actions.length === 0) return null;
  return (
    <span className="flex shrink-0 gap-1.5">
      {actions.map((action) => {
        const [label, title] = LOOK[action];
        if (action === "raise_budget" || action === "raise_account_budget" || action === "raise_rate")
          return can("agent.manage") ? (
            <Button key={action} asChild size="sm" title={title}>
              <Link href={`/${slug}${PLACE[action](agentId)}`}>{label}</Link>
            </Button>
          ) : null;
        return (
          <Button
            key={action}
            size="sm"
            title={title}
            isBusy={commands.isBusy}
            onClick={() => void commands[action](runId)}
          >
            {label}
          </Button>
        );
      })}
    </span>
  );
}
