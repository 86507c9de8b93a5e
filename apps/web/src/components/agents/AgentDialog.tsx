"use client";
import { ErrorState } from "@/components/frame/ErrorState";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { AgentFormView } from "./AgentFormView";
import { type AgentCommands, type AgentForm, type AgentFull, type AgentId, useAgent } from "./use-agents";

const BLANK: AgentForm = { name: "", role: "", icon: "bot", model: "", soul: "", identity: "" };

/** Makes an agent, or edits one. */
export function AgentDialog({
  agentId,
  commands,
  onClose,
}: {
  agentId: AgentId | null;
  commands: AgentCommands;
  onClose: () => void;
}) {
  const agent = useAgent(agentId);
  const title =
    agentId === null ? "New agent" : agent.status === "ready" ? `Edit ${agent.data.name}` : "Edit agent";
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={title} className="max-w-2xl">
        {agentId === null ? (
          <AgentFormView
            initial={BLANK}
            isNew
            isBusy={commands.isSaving}
            onCancel={onClose}
            onSave={(form) => commands.create(form).then((result) => settle(result, onClose))}
          />
        ) : null}
        {agentId !== null && agent.status === "loading" ? (
          <DialogBody>
            <Loading label="Loading the agent">
              <Skeleton className="h-64 w-full" />
            </Loading>
          </DialogBody>
        ) : null}
        {agentId !== null && agent.status === "error" ? <ErrorState error={agent.error} /> : null}
        {agentId !== null && agent.status === "ready" ? (
          <AgentFormView
            initial={formOf(agent.data)}
            isNew={false}
            isBusy={commands.isSaving}
            onCancel={onClose}
            onSave={(form) => commands.update(agentId, form).then((result) => settle(result, onClose))}
          />
        ) : null}
      </DialogContent>
    </Dialog>
  );
}

function settle(
  result: { ok: true } | { ok: false; error: { message: string } },
  onClose: () => void,
): string | null {
  if (!result.ok) return result.error.message;
  onClose();
  return null;
}

function formOf(agent: AgentFull): AgentForm {
  const { name, role, icon, model, soul, identity } = agent;
  return { name, role, icon, model: model ?? "", soul, identity };
}
