/** A runtime asks at every beat of an agent whether there is anything to do. */
import { v } from "convex/values";
import { serviceMutation } from "../functions/service";
import { beatOf } from "../lib/heartbeats";

export const decide = serviceMutation({
  audit: ["budget_stopped", "budget_released", "loop_stopped"],
  args: { agentSlug: v.string(), beat: v.number() },
  handler: (ctx, args) => beatOf(ctx, args),
});
