/**
 * Global search. Indexes offer a bounded number of candidates per type, the pure rule of shared search/rank
 * decides what matches and in which order; people and agents are few and are matched whole.
 */
import { foldText, queryTerms } from "@mc/shared/search/fold";
import { type MarkedText, markText, snippetOf } from "@mc/shared/search/highlight";
import { rankCandidates, type SearchCandidate } from "@mc/shared/search/rank";
import { SEARCH_LIMITS, SEARCH_TYPES, type SearchType, taskNumberIn } from "@mc/shared/search/types";
import { taskKey } from "@mc/shared/task/limits";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { tooLarge } from "../functions/errors";
import { listAgents, listMembers } from "./roster";
import { documentsFor, messagesFor, runsFor, tasksFor, type Wanted } from "./searchCandidates";
import { isLeadChat } from "./threads";

/** Candidates beyond the hits asked for, for those that the rule drops or ranks differently. */
const SPARE = 12;

/** Where a hit is; the interface makes the address of it. */
export type SearchTarget =
  | { kind: "task"; number: number }
  | { kind: "message"; taskNumber: number; messageId: Id<"messages"> }
  | { kind: "document"; documentId: Id<"documents"> }
  | { kind: "agent"; agentId: Id<"agents">; slug: string }
  | { kind: "member"; memberId: Id<"memberships">; slug: string }
  | { kind: "run"; taskNumber: number; runId: Id<"runs"> };

export type SearchHit = {
  type: SearchType;
  title: MarkedText;
  snippet: MarkedText | null;
  /** What kind of hit it is within its type: a status, a role, a kind of document. */
  detail: string;
  at: number;
  target: SearchTarget;
};

export type SearchGroup = { type: SearchType; hits: SearchHit[]; isMore: boolean };
export type SearchQuery = {
  text: string;
  types?: readonly SearchType[] | undefined;
  limit?: number | undefined;
};

/** A candidate that knows how to become a hit; only the best are asked to. */
export type Found = SearchCandidate & { hit(): Promise<Pick<SearchHit, "detail" | "target"> | null> };

export async function searchAccount(ctx: ReadCtx, query: SearchQuery): Promise<{ groups: SearchGroup[] }> {
  const text = query.text.trim();
  if (text.length > SEARCH_LIMITS.text) throw tooLarge("A search", SEARCH_LIMITS.text);
  const wanted = SEARCH_TYPES.filter((type) => query.types === undefined || query.types.includes(type));
  const limit = Math.max(1, Math.min(query.limit ?? SEARCH_LIMITS.defaultPerType, SEARCH_LIMITS.perType));
  if (!text) return { groups: [] };
  const groups = await Promise.all(wanted.map((type) => searchType(ctx, { type, text, limit })));
  return { groups: groups.filter(({ hits }) => hits.length > 0) };
}

async function searchType(
  ctx: ReadCtx,
  { type, text, limit }: { type: SearchType; text: string; limit: number },
): Promise<SearchGroup> {
  const hasWords = queryTerms(text).length > 0;
  const found = hasWords
    ? await candidatesOf(ctx, type, { text: foldText(text), candidates: limit + SPARE })
    : [];
  const ranked = rankCandidates(found, text, Date.now());
  const exact = type === "task" ? await taskByNumber(ctx, text) : null;
  const hits: SearchHit[] = exact ? [exact] : [];
  for (const candidate of ranked) {
    if (hits.length > limit) break;
    const rest = await candidate.hit();
    if (!rest || isSame(rest.target, exact?.target)) continue;
    hits.push({
      type,
      title: markText(candidate.title, text),
      snippet: candidate.body ? snippetOf(candidate.body, text) : null,
      at: candidate.at,
      ...rest,
    });
  }
  return { type, hits: hits.slice(0, limit), isMore: hits.length > limit };
}

async function candidatesOf(ctx: ReadCtx, type: SearchType, wanted: Wanted): Promise<Found[]> {
  switch (type) {
    case "task":
      return await tasksFor(ctx, wanted);
    case "message":
      return await messagesFor(ctx, wanted);
    case "document":
      return await documentsFor(ctx, wanted);
    case "run":
      return await runsFor(ctx, wanted);
    case "agent":
      return (await listAgents(ctx)).map(agentFound);
    case "member":
      return (await listMembers(ctx)).map(memberFound);
  }
}

/** "MC-42" is that task before anything that merely speaks of it. */
async function taskByNumber(ctx: ReadCtx, text: string): Promise<SearchHit | null> {
  const number = taskNumberIn(text);
  const task =
    number === null
      ? null
      : await ctx.db
          .query("tasks")
          .withIndex("by_account_number", (q) => q.eq("accountId", ctx.account._id).eq("number", number))
          .unique();
  if (!task || isLeadChat(task)) return null;
  const key = taskKey(task.number);
  return {
    type: "task",
    title: { text: task.title, marks: [] },
    snippet: { text: key, marks: [{ start: 0, end: key.length }] },
    detail: task.state.status,
    at: task.updatedAt,
    target: { kind: "task", number: task.number },
  };
}

function agentFound(agent: Doc<"agents">): Found {
  return {
    title: agent.name,
    body: `${agent.slug} ${agent.role}`,
    at: agent._creationTime,
    hit: async () => ({
      detail: agent.role,
      target: { kind: "agent", agentId: agent._id, slug: agent.slug },
    }),
  };
}

function memberFound(member: Doc<"memberships">): Found {
  return {
    title: member.name,
    body: [member.slug, member.email].join(" "),
    at: member._creationTime,
    hit: async () => ({
      detail: member.role,
      target: { kind: "member", memberId: member._id, slug: member.slug },
    }),
  };
}

function isSame(one: SearchTarget, other: SearchTarget | undefined): boolean {
  return one.kind === "task" && other?.kind === "task" && one.number === other.number;
}
