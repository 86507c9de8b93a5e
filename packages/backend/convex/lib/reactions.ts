/** The reactions to a message. */
import { isReaction, MAX_REACTIONS } from "@mc/shared/message/limits";
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { invalid, missing } from "../functions/errors";
import { taskOf } from "./messages";
import { messageTarget } from "./targets";

/** A click more or less on one reaction. */
export async function reactTo(
  ctx: WriteCtx & { member: Doc<"memberships"> },
  message: Doc<"messages">,
  emoji: string,
) {
  if (message.deletedAt !== null) throw missing("message");
  if (!isReaction(emoji)) throw invalid("React with one emoji.", "emoji");
  const before = message.reactions ?? [];
  const mine = before.find((one) => one.emoji === emoji);
  const isAdded = !mine?.memberIds.includes(ctx.member._id);
  if (!mine && before.length >= MAX_REACTIONS) throw invalid("This message has enough reactions.", "emoji");
  const listed = mine ? before : [...before, { emoji, memberIds: [] }];
  const reactions = listed
    .map((one) => {
      if (one.emoji !== emoji) return one;
      const others = one.memberIds.filter((memberId) => memberId !== ctx.member._id);
      return { emoji, memberIds: isAdded ? [...others, ctx.member._id] : others };
    })
    .filter(({ memberIds }) => memberIds.length > 0);
  await ctx.db.patch("messages", message._id, { reactions });
  const task = await taskOf(ctx, message);
  await ctx.activity.record({
    event: { type: "message_reacted", emoji, isAdded },
    target: messageTarget(message, task),
    taskId: task._id,
  });
  return { isAdded };
}
