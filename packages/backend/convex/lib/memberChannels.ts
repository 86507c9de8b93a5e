/** The ways outside of a member: what they can be reached by, and the end of all of it when they leave. */
import type { Channel } from "@mc/shared/notification/channels";
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { planDigest } from "./digests";
import { isMailSetUp } from "./installation";
import { forgetMailToken } from "./mailTokens";
import { devicesOf } from "./pushDevices";
import { webhooksOf } from "./webhooks";

/** Read off the member's row alone: every notification asks. */
export function connectedChannels({ email, reach }: Doc<"memberships">): Channel[] {
  return [
    ...(email !== null && isMailSetUp() ? (["email"] as const) : []),
    ...(reach?.push ? (["push"] as const) : []),
    ...(reach?.webhook ? (["webhook"] as const) : []),
  ];
}

/** Nothing is sent any more to somebody who has left; what waits is skipped when its turn comes. */
export async function endChannels(ctx: WriteCtx, member: Doc<"memberships">): Promise<void> {
  for (const device of await devicesOf(ctx, member._id)) await ctx.db.delete("pushSubscriptions", device._id);
  for (const webhook of await webhooksOf(ctx, member._id)) await ctx.db.delete("webhooks", webhook._id);
  await forgetMailToken(ctx, member._id);
  await ctx.db.patch("memberships", member._id, { reach: { push: false, webhook: false } });
  await planDigest(ctx, { ...member, status: "removed" }, Date.now());
}
