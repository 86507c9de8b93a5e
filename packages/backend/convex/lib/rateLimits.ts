/** Bounds on how fast one person or agent may write messages. */
import type { WriteCtx } from "../functions/context";
import { countAct } from "../functions/rates";

const MESSAGES_OF_MEMBER = 30;
const MESSAGES_OF_AGENT = 60;

/** Counts a message that a person or a tool of an agent sends; what the system itself writes is not counted. */
export async function countMessage(ctx: WriteCtx): Promise<void> {
  const { caller, db, account } = ctx;
  const what = "messages";
  if (caller.kind === "member" && ctx.activity.cause.kind === "request") {
    await countAct(db, account._id, { key: `messages:${caller.memberId}`, limit: MESSAGES_OF_MEMBER, what });
  }
  if (caller.kind === "agent") {
    await countAct(db, account._id, { key: `messages:${caller.agentId}`, limit: MESSAGES_OF_AGENT, what });
  }
}
