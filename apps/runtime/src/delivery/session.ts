/** Session keys look like `agent:<slug>:…` at the gateway; the slug is OpenClaw's agent id. */
export function parseAgentSlug(sessionKey: string): string | null {
  return /^agent:([a-z0-9-]+):/.exec(sessionKey)?.[1] ?? null;
}

/** A session in which nothing ever happens; see OpenClawGateway.warmUp. */
export function warmUpSession(agentSlug: string): string {
  return `agent:${agentSlug}:mc:warm-up`;
}
