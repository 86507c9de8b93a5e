/** Longest texts of an agent, in characters: the server refuses more, the forms take no more. */
export const AGENT_LIMITS = { name: 60, role: 80, soul: 20_000, identity: 20_000 } as const;
