/** Where an agent's turns run: at the account's gateway, or in a program of somebody's that comes for its work with a token. */
export const AGENT_PLACES = ["gateway", "external"] as const;
export type AgentPlace = (typeof AGENT_PLACES)[number];

/** How long an external agent holds a run without a word; every call it makes starts this anew. */
export const EXTERNAL_LEASE_MS = 5 * 60_000;
/** The same while a person is to decide: nothing is lost by waiting. */
export const PARKED_LEASE_MS = 10 * 60_000;
/** An external agent that called within this time counts as connected. */
export const CONNECTED_FOR_MS = 10 * 60_000;
