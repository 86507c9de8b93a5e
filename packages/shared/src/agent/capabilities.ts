/** Behaviour flags of agents. Effective = the agent's own, else the account's default, else the product's. */
export const CAPABILITIES = [
  "canCreateTasks",
  "canModifyTaskStatus",
  "canCreateDocuments",
  "canMentionAgents",
  "canReviewTasks",
  "canMarkDone",
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** What an agent or an account has set; a missing flag defers to the next level. */
export type CapabilitySettings = { [Flag in Capability]?: boolean };

export type Capabilities = Record<Capability, boolean>;

export const PRODUCT_CAPABILITIES = {
  canCreateTasks: false,
  canModifyTaskStatus: true,
  canCreateDocuments: true,
  canMentionAgents: true,
  canReviewTasks: false,
  canMarkDone: false,
} as const satisfies Capabilities;

export const CAPABILITY_LABEL = {
  canCreateTasks: "create tasks",
  canModifyTaskStatus: "change the status of tasks",
  canCreateDocuments: "write documents",
  canMentionAgents: "wake other agents by mentioning them",
  canReviewTasks: "review tasks",
  canMarkDone: "mark reviewed tasks done",
} as const satisfies Record<Capability, string>;

export function resolveCapabilities(agent: CapabilitySettings, account: CapabilitySettings): Capabilities {
  const effective: Capabilities = { ...PRODUCT_CAPABILITIES };
  for (const flag of CAPABILITIES)
    effective[flag] = agent[flag] ?? account[flag] ?? PRODUCT_CAPABILITIES[flag];
  return effective;
}
