/** What an agent reads of the team's stand-up: its words, without the ids that only links need. */
import { excerpt } from "@mc/shared/message/limits";
import { STANDUP_SECTIONS, type StandupSection } from "@mc/shared/standup/compose";
import type { AgentMutationCtx } from "../functions/turn";
import { readStandup } from "./standup";

/** Of one section and of one line, so that the whole fits into the answer of a tool; the counts say how many there are. */
const LINES_SHOWN = 10;
const LINE_CHARACTERS = 110;

type Lines = Record<StandupSection, string[]>;

export async function standupRead(ctx: AgentMutationCtx, { day }: { day?: string | undefined }) {
  const standup = await readStandup(ctx, day);
  if (!standup) return { standup: null };
  const { sections, counts, from, to, isCut } = standup;
  const lines = Object.fromEntries(
    STANDUP_SECTIONS.map((name) => [name, sections[name].slice(0, LINES_SHOWN).map(wordsOf)]),
  ) as Lines;
  return { standup: { day: standup.day, from, to, counts, ...lines, isCut } };
}

function wordsOf({ text, detail }: { text: string; detail: string | null }): string {
  const words = excerpt(text, LINE_CHARACTERS);
  return detail === null || detail === text ? words : `${words}: ${excerpt(detail, LINE_CHARACTERS)}`;
}
