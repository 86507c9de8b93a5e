import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import {
  accountPreferences,
  agentDefaultSettings,
  capabilitySettings,
  channelSettings,
  digestChoice,
  grantableRole,
  groupSettings,
  modelPrice,
  notificationType,
  quietHours,
  role,
  runtimeProvider,
  theme,
  toolName,
} from "./vocabulary";

/** The tenants. The row is read by nearly every query, so nothing that changes often may live on it. */
export const accounts = defineTable({
  name: v.string(),
  slug: v.string(),
  /** `userId` of the person who founded it, whoever owns it now; limits how many one founds in a day. */
  foundedBy: v.optional(v.string()),
  /** Digest of the exported file that it was founded for, so that the same file is not imported twice. */
  importOf: v.optional(v.string()),
  /** What was written by then came with an import and wakes nobody. */
  importedThrough: v.optional(v.number()),
  /** Where the account's runtime was described before `runtimes`; see migrations/m0001RuntimeConfig.ts. */
  runtimeConfig: v.optional(
    v.object({
      provider: runtimeProvider,
      host: v.optional(v.string()),
      region: v.optional(v.string()),
      openclawVersion: v.optional(v.string()),
    }),
  ),
  settings: v.object({
    theme: v.optional(theme),
    agentDefaults: capabilitySettings,
    /** Of the account's days; UTC when none is set. */
    timeZone: v.optional(v.string()),
    /** "09:00" in that zone; null when there is no stand-up, 09:00 when it was never set. */
    standupTime: v.optional(v.union(v.string(), v.null())),
    notificationPreferences: v.optional(accountPreferences),
    /** The webhooks that are told of events, so that recording one costs nothing where there are none. */
    webhooks: v.optional(
      v.array(v.object({ webhookId: v.id("webhooks"), events: v.union(v.array(v.string()), v.null()) })),
    ),
    /** For agents without a list of their own. */
    requiresApprovalForActions: v.optional(v.array(toolName)),
    /** Of agents that set nothing else; see shared agent/settings. */
    agentSettings: v.optional(agentDefaultSettings),
    /** What models cost here, before the product's own list. */
    modelPrices: v.optional(v.array(modelPrice)),
  }),
})
  .index("by_slug", ["slug"])
  .index("by_foundedBy", ["foundedBy"]);

/**
 * A person in one account. There is no table of users: the person is `userId` (their tokenIdentifier), and
 * everything in the account refers to the membership. A removed row is revived when the person joins again.
 */
export const memberships = defineTable({
  accountId: v.id("accounts"),
  userId: v.string(),
  name: v.string(),
  email: v.union(v.string(), v.null()),
  /** Handle for mentions; unique among the people and agents of the account. */
  slug: v.string(),
  role,
  status: literals("active", "removed"),
  theme: v.optional(theme),
  /** In which their days begin, quiet hours and digests lie and dates are shown; missing for their browser's. */
  timeZone: v.optional(v.string()),
  /** Their picture; shown while they are here. */
  pictureId: v.optional(v.id("files")),
  /** See shared notification/preferences. */
  preferences: v.optional(
    v.object({
      groups: groupSettings,
      wanted: v.array(notificationType),
      muted: v.array(notificationType),
      quietHours: v.union(quietHours, v.null()),
      /** Missing where nothing was chosen: the account's and the product's defaults count. */
      channels: v.optional(channelSettings),
      digest: v.optional(digestChoice),
    }),
  ),
  /** Ways outside that this person has set up; kept here because every notification asks. */
  reach: v.optional(v.object({ push: v.boolean(), webhook: v.boolean() })),
})
  .index("by_account_status", ["accountId", "status"])
  .index("by_account_user", ["accountId", "userId"])
  .index("by_account_slug", ["accountId", "slug"])
  .index("by_account_email", ["accountId", "email"])
  .index("by_account_picture", ["accountId", "pictureId"])
  .index("by_account_status_picture", ["accountId", "status", "pictureId"])
  .index("by_user_status", ["userId", "status"])
  .index("by_user_status_role", ["userId", "status", "role"]);

/** open → used | revoked | expired. What counts is `expiresAt`; the state follows within the hour, with its activity. */
export const invitations = defineTable({
  accountId: v.id("accounts"),
  /** When given, only a person with this e-mail may accept. Lower-case. */
  email: v.union(v.string(), v.null()),
  role: grantableRole,
  tokenHash: v.string(),
  invitedBy: v.id("memberships"),
  expiresAt: v.number(),
  state: v.union(
    v.object({ status: v.literal("open") }),
    v.object({ status: v.literal("used"), by: v.id("memberships"), at: v.number() }),
    v.object({ status: v.literal("revoked"), at: v.number() }),
    v.object({ status: v.literal("expired"), at: v.number() }),
  ),
})
  .index("by_account", ["accountId"])
  .index("by_account_status_expiresAt", ["accountId", "state.status", "expiresAt"])
  .index("by_status_expiresAt", ["state.status", "expiresAt"])
  .index("by_tokenHash", ["tokenHash"]);

/** Small hot numbers, so that counting never scans and never touches the account row. See lib/counters.ts. */
export const counters = defineTable({
  accountId: v.id("accounts"),
  key: v.string(),
  value: v.number(),
  /** Several numbers that change together, by key; the row's own `value` then means nothing. */
  values: v.optional(v.record(v.string(), v.number())),
}).index("by_account_key", ["accountId", "key"]);
