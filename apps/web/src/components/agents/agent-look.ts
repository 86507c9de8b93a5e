import type { AgentStatus } from "@mc/shared/agent/status";

/** An agent's status: its word and its dot. */
export const AGENT_LOOK = {
  online: { label: "online", tone: "bg-health-online" },
  busy: { label: "working", tone: "bg-health-online" },
  idle: { label: "idle", tone: "bg-health-provisioning" },
  offline: { label: "offline", tone: "bg-health-offline" },
  error: { label: "failed", tone: "bg-health-degraded" },
} as const satisfies Record<AgentStatus, { label: string; tone: string }>;
