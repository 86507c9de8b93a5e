/**
 * 0002: tasks from before the figures of open work (how old it is, who has how much) are taken into them. It begins by
 * itself and is no more than one read once it is through, that is, once the recount of every account has been asked for;
 * one that fails is made again with the weekly round (lib/counterRepair.ts).
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { systemMutation } from "../functions/system";
import { countOpenWork, goOn, migrateStep } from "../lib/migrations";

const NAME = "0002_openWork";

export const start = systemMutation({
  audit: "none",
  schedule: NAME,
  args: {},
  handler: async (ctx): Promise<{ isThrough: boolean }> => {
    const begun = await goOn(ctx, NAME);
    if (!begun) return { isThrough: true };
    await ctx.scheduler.runAfter(0, internal.migrations.m0002OpenWork.step, begun);
    return { isThrough: false };
  },
});

export const step = systemMutation({
  audit: "none",
  schedule: NAME,
  args: { generation: v.number() },
  handler: async (ctx, { generation }): Promise<{ isDone: boolean }> => {
    const { isDone } = await migrateStep(ctx, { name: NAME, generation }, countOpenWork);
    if (!isDone) await ctx.scheduler.runAfter(0, internal.migrations.m0002OpenWork.step, { generation });
    return { isDone };
  },
});
