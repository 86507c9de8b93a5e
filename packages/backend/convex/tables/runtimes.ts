import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { runtimeReport, runtimeStatus } from "./vocabulary";

/** The account's bridge to its OpenClaw gateway, as its last check-in described it. */
export const runtimes = defineTable({
  accountId: v.id("accounts"),
  name: v.string(),
  provider: literals("local", "docker", "digitalocean", "fly", "aws", "gcp", "other"),
  status: runtimeStatus,
  statusSince: v.number(),
  /** True while the account has an agent: only then is a local process started for it. */
  isWanted: v.boolean(),
  report: v.union(runtimeReport, v.null()),
  lastCheckInAt: v.union(v.number(), v.null()),
  /** When people were told of the present outage. */
  alertedAt: v.union(v.number(), v.null()),
})
  .index("by_account", ["accountId"])
  .index("by_status_lastCheckInAt", ["status", "lastCheckInAt"])
  .index("by_provider_isWanted", ["provider", "isWanted"]);

/** A credential of one runtime of one account. Only its hash is kept; the token is shown once. */
export const serviceTokens = defineTable({
  accountId: v.id("accounts"),
  runtimeId: v.id("runtimes"),
  name: v.string(),
  tokenHash: v.string(),
  /** First characters, to recognise a token by. */
  hint: v.string(),
  /** Issued to the process that this installation supervises itself; replaced at every start. */
  isLocal: v.boolean(),
  createdBy: v.union(v.id("memberships"), v.null()),
  lastUsedAt: v.union(v.number(), v.null()),
  revokedAt: v.union(v.number(), v.null()),
})
  .index("by_account", ["accountId"])
  .index("by_account_runtime_isLocal_revokedAt", ["accountId", "runtimeId", "isLocal", "revokedAt"])
  .index("by_tokenHash", ["tokenHash"]);
