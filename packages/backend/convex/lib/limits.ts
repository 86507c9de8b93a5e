/** Upper bounds of what one account holds of things that are read whole; the writers refuse beyond them. */
export const LIMITS = {
  members: 500,
  agents: 100,
  subscribersPerTask: 600,
  openInvitations: 200,
  labels: 500,
  savedViewsPerMember: 50,
  recurrences: 200,
  serviceTokens: 100,
  tokensPerAgent: 20,
  skills: 100,
  /** Of one account at a time; those that were removed do not count. */
  runtimes: 20,
  openEnrolments: 20,
  /** Of the installation, as far as the fleet's pages and rollouts reach. */
  fleet: 500,
  webhooks: 20,
  incomingWebhooks: 20,
  pushDevicesPerMember: 10,
  /** Rows that one transaction changes before it continues in a scheduled one. */
  batch: 100,
} as const;

export const MAX_PAGE = 100;

type PageOptions = { numItems: number; cursor: string | null };

/** Pages are asked for by clients; their size is not theirs to choose without bound. */
export function boundedPage<Options extends PageOptions>(options: Options): Options {
  return { ...options, numItems: Math.max(1, Math.min(options.numItems, MAX_PAGE)) };
}
