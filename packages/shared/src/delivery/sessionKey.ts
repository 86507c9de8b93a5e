/**
 * The name of an agent's session for one task at the gateway. Lower-case, because OpenClaw lower-cases keys.
 * A task that comes back from the archive starts a new generation, and with it a fresh session.
 */
export type TaskSession = { agentSlug: string; taskId: string; generation: number };

export function taskSessionKey({ agentSlug, taskId, generation }: TaskSession): string {
  return `agent:${agentSlug}:mc:task:${taskId}:g${generation}`.toLowerCase();
}

export function parseTaskSessionKey(key: string): TaskSession | null {
  const match = /^agent:([a-z0-9-]+):mc:task:([^:]+):g(\d+)$/.exec(key);
  const [, agentSlug, taskId, generation] = match ?? [];
  if (agentSlug === undefined || taskId === undefined || generation === undefined) return null;
  return { agentSlug, taskId, generation: Number(generation) };
}
