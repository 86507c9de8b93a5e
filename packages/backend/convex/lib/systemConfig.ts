/** The installation as its operators see it: who they are, what is switched on, and what they did. */
import type { Flags } from "@mc/shared/installation/flags";
import type { PaginationOptions } from "convex/server";
import type { Id } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../_generated/server";
import { conflict, invalid, missing } from "../functions/errors";
import type { FleetMutationCtx, FleetQueryCtx } from "../functions/fleet";
import type { IdentityQueryCtx } from "../functions/identity";
import { configRow, fleetOperators, isFleetOperator, readFlags } from "../functions/installation";
import { boundedPage } from "./limits";

const MAX_OPERATORS = 50;

/** What every signed-in person may know of the installation. */
export async function readInstallation({
  db,
  identity,
}: IdentityQueryCtx): Promise<{ isFleetOperator: boolean; flags: Flags }> {
  return {
    isFleetOperator: await isFleetOperator(db, identity.userId),
    flags: await readFlags(db),
  };
}

/** On a fresh installation its first person may act on the whole fleet. */
export async function recordFirstOperator(db: DatabaseWriter, userId: string): Promise<void> {
  const row = await configRow(db, "fleetOperators");
  if (!row) await db.insert("systemConfig", { key: "fleetOperators", userIds: [userId] });
}

export async function listOperators({ db, identity }: FleetQueryCtx) {
  const userIds = await fleetOperators(db);
  const people = await Promise.all(userIds.map((userId) => personOf(db, userId)));
  return userIds.map((userId, nth) => ({
    userId,
    name: people[nth]?.name ?? null,
    email: people[nth]?.email ?? null,
    isYou: userId === identity.userId,
  }));
}

/** Somebody of an account that the caller is in; people elsewhere are not theirs to name. */
export async function addOperator(ctx: FleetMutationCtx, memberId: Id<"memberships">): Promise<null> {
  const person = await ctx.db.get("memberships", memberId);
  if (person?.status !== "active" || !(await isFellow(ctx, person.accountId))) throw missing("member");
  const userIds = await fleetOperators(ctx.db);
  if (userIds.includes(person.userId)) return null;
  if (userIds.length >= MAX_OPERATORS) {
    throw invalid(`An installation has at most ${MAX_OPERATORS} fleet operators; remove some first.`);
  }
  await writeOperators(ctx, [...userIds, person.userId]);
  await ctx.operations.record({ type: "operator_added", userId: person.userId, name: person.name });
  return null;
}

export async function removeOperator(ctx: FleetMutationCtx, userId: string): Promise<null> {
  const userIds = await fleetOperators(ctx.db);
  if (!userIds.includes(userId)) return null;
  if (userIds.length === 1) {
    throw conflict("The last fleet operator stays; add another one first.", "last operator");
  }
  await writeOperators(
    ctx,
    userIds.filter((one) => one !== userId),
  );
  const name = (await personOf(ctx.db, userId))?.name ?? userId;
  await ctx.operations.record({ type: "operator_removed", userId, name });
  return null;
}

export async function readOperatorLog({ db }: FleetQueryCtx, paginationOpts: PaginationOptions) {
  const result = await db.query("operatorLog").order("desc").paginate(boundedPage(paginationOpts));
  const page = result.page.map(({ _id, _creationTime, operation, actorName }) => ({
    entryId: _id,
    operation,
    actorName,
    at: _creationTime,
  }));
  return { ...result, page };
}

async function writeOperators({ db }: FleetMutationCtx, userIds: string[]): Promise<void> {
  const row = await configRow(db, "fleetOperators");
  if (row) await db.patch("systemConfig", row._id, { userIds });
  else await db.insert("systemConfig", { key: "fleetOperators", userIds });
}

async function isFellow({ db, identity }: FleetMutationCtx, accountId: Id<"accounts">): Promise<boolean> {
  const own = await db
    .query("memberships")
    .withIndex("by_account_user", (q) => q.eq("accountId", accountId).eq("userId", identity.userId))
    .unique();
  return own?.status === "active";
}

/** The person as some account knows them; null for one who is in none any more. */
async function personOf(db: DatabaseReader, userId: string) {
  return await db
    .query("memberships")
    .withIndex("by_user_status", (q) => q.eq("userId", userId).eq("status", "active"))
    .first();
}
