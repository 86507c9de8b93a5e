/** How many accounts one person may found: each may start a gateway of its own, about a gigabyte of memory. */
import { invalid, refuse } from "../functions/errors";
import type { IdentityMutationCtx } from "../functions/identity";
import { isFleetOperator } from "../functions/installation";

const OWNED_PER_PERSON = 10;
const FOUNDED_PER_DAY = 5;
const DAY_MS = 24 * 60 * 60_000;

/** Whoever runs the installation may found more in a day, not more in all. */
export async function requireRoomForAccount({ db, identity }: IdentityMutationCtx): Promise<void> {
  const { userId } = identity;
  const owned = await db
    .query("memberships")
    .withIndex("by_user_status_role", (q) =>
      q.eq("userId", userId).eq("status", "active").eq("role", "owner"),
    )
    .take(OWNED_PER_PERSON);
  if (owned.length >= OWNED_PER_PERSON) {
    throw invalid(`A person owns at most ${OWNED_PER_PERSON} accounts. Use one of yours.`);
  }
  const dayAgo = Date.now() - DAY_MS;
  const founded = await db
    .query("accounts")
    .withIndex("by_foundedBy", (q) => q.eq("foundedBy", userId).gt("_creationTime", dayAgo))
    .take(FOUNDED_PER_DAY);
  const [oldest] = founded;
  if (!oldest || founded.length < FOUNDED_PER_DAY || (await isFleetOperator(db, userId))) return;
  throw refuse({
    code: "rate_limited",
    message: `A person founds at most ${FOUNDED_PER_DAY} accounts a day. Try again tomorrow.`,
    retryAfterMs: Math.ceil(oldest._creationTime - dayAgo),
  });
}
