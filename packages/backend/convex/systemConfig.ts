/** The installation as a whole: what is switched on, who operates it, and what they did. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { fleetMutation, fleetQuery } from "./functions/fleet";
import { identityQuery } from "./functions/identity";
import { setFlag as changeFlag } from "./lib/featureFlags";
import {
  addOperator as add,
  listOperators,
  readInstallation,
  readOperatorLog,
  removeOperator as remove,
} from "./lib/systemConfig";
import { featureFlag } from "./tables/installation";

export const current = identityQuery({ args: {}, handler: (ctx) => readInstallation(ctx) });

export const setFlag = fleetMutation({
  audit: "none",
  operations: ["flag_changed"],
  args: { flag: featureFlag, isOn: v.boolean() },
  handler: (ctx, { flag, isOn }) => changeFlag(ctx, flag, isOn),
});

export const operators = fleetQuery({ args: {}, handler: (ctx) => listOperators(ctx) });

export const addOperator = fleetMutation({
  audit: "none",
  operations: ["operator_added"],
  args: { memberId: v.id("memberships") },
  handler: (ctx, { memberId }) => add(ctx, memberId),
});

export const removeOperator = fleetMutation({
  audit: "none",
  operations: ["operator_removed"],
  args: { userId: v.string() },
  handler: (ctx, { userId }) => remove(ctx, userId),
});

export const log = fleetQuery({
  args: { paginationOpts: paginationOptsValidator },
  handler: (ctx, { paginationOpts }) => readOperatorLog(ctx, paginationOpts),
});
