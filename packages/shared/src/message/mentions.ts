/**
 * Mentions in a message: `@slug`, `@"Full Name"`, `@all`, `@agents`. Code and quoted lines never mention
 * anyone. The lexer runs once over the text in linear time; its tokens cover the text without gaps, so a
 * view may render them one by one. The resolver only ever answers with people and agents of the roster.
 */
export type MentionToken =
  | { kind: "text"; text: string; start: number; end: number }
  | { kind: "code"; text: string; start: number; end: number }
  | { kind: "quote"; text: string; start: number; end: number }
  | { kind: "mention"; form: "slug" | "name"; name: string; text: string; start: number; end: number };

export type RosterEntry = { kind: "member" | "agent"; id: string; name: string; slug: string };

export type Mention =
  | { kind: "member" | "agent"; id: string; name: string }
  | { kind: "all" }
  | { kind: "agents" };

export type MentionProblem = { text: string; candidates: string[] };

export type ResolvedMentions = {
  /** As written, each target once, with the name at the time. */
  mentions: Mention[];
  /** Whom the mentions reach, groups spread out, each once. */
  targets: RosterEntry[];
  problems: MentionProblem[];
};

type Span = { kind: "code" | "quote"; start: number; end: number };

const WORD = /[\p{L}\p{N}_@/.+-]/u;
const SLUG = /[a-z0-9-]/i;
const MAX_NAME_LENGTH = 80;

export function lexMentions(source: string): MentionToken[] {
  const tokens: MentionToken[] = [];
  let at = 0;
  for (const span of protectedSpans(source)) {
    lexPlain(source, { start: at, end: span.start }, tokens);
    tokens.push({ ...span, text: source.slice(span.start, span.end) });
    at = span.end;
  }
  lexPlain(source, { start: at, end: source.length }, tokens);
  return tokens;
}

export function resolveMentions(source: string, roster: readonly RosterEntry[]): ResolvedMentions {
  const mentions = new Map<string, Mention>();
  const targets = new Map<string, RosterEntry>();
  const problems = new Map<string, MentionProblem>();
  const add = (entry: RosterEntry) => targets.set(`${entry.kind}:${entry.id}`, entry);
  for (const token of lexMentions(source)) {
    if (token.kind !== "mention") continue;
    const handle = token.name.toLowerCase();
    if (token.form === "slug" && (handle === "all" || handle === "agents")) {
      mentions.set(handle, { kind: handle });
      for (const entry of roster) if (handle === "all" || entry.kind === "agent") add(entry);
      continue;
    }
    const found = roster.filter((entry) =>
      token.form === "slug" ? entry.slug === handle : fold(entry.name) === fold(token.name),
    );
    const [only, ...others] = found;
    if (!only) continue;
    if (others.length > 0) {
      problems.set(handle, { text: token.text, candidates: found.map((entry) => `@${entry.slug}`) });
      continue;
    }
    mentions.set(`${only.kind}:${only.id}`, { kind: only.kind, id: only.id, name: only.name });
    add(only);
  }
  return {
    mentions: [...mentions.values()],
    targets: [...targets.values()],
    problems: [...problems.values()],
  };
}

function fold(name: string): string {
  return name.trim().replace(/\s+/g, " ").toLowerCase();
}

/** Splits a stretch without code or quotes into text and mentions. */
function lexPlain(source: string, range: { start: number; end: number }, tokens: MentionToken[]): void {
  let textStart = range.start;
  let index = source.indexOf("@", range.start);
  while (index !== -1 && index < range.end) {
    const mention = mentionAt(source, index, range.end);
    if (mention) {
      if (index > textStart) tokens.push(textToken(source, textStart, index));
      tokens.push(mention);
      textStart = mention.end;
    }
    index = source.indexOf("@", mention?.end ?? index + 1);
  }
  if (range.end > textStart) tokens.push(textToken(source, textStart, range.end));
}

function textToken(source: string, start: number, end: number): MentionToken {
  return { kind: "text", text: source.slice(start, end), start, end };
}

function mentionAt(source: string, at: number, limit: number): (MentionToken & { kind: "mention" }) | null {
  // "ada@example.org" and "@types/@x" are not mentions: a word character touches the sign.
  if (at > 0 && WORD.test(source.charAt(at - 1))) return null;
  if (source.charAt(at + 1) === '"') return nameAt(source, at, limit);
  let end = at + 1;
  while (end < limit && end - at <= MAX_NAME_LENGTH && SLUG.test(source.charAt(end))) end += 1;
  while (end > at + 1 && source.charAt(end - 1) === "-") end -= 1;
  if (end === at + 1 || /[/@_]/.test(source.charAt(end))) return null;
  const name = source.slice(at + 1, end);
  return { kind: "mention", form: "slug", name, text: source.slice(at, end), start: at, end };
}

function nameAt(source: string, at: number, limit: number): (MentionToken & { kind: "mention" }) | null {
  for (let end = at + 2; end < limit && end - at <= MAX_NAME_LENGTH + 2; end += 1) {
    const char = source.charAt(end);
    if (char === "\n") return null;
    if (char !== '"') continue;
    const name = source.slice(at + 2, end);
    if (!name.trim()) return null;
    return { kind: "mention", form: "name", name, text: source.slice(at, end + 1), start: at, end: end + 1 };
  }
  return null;
}

/** Fenced code, quoted lines and inline code, in order of appearance and never overlapping. */
function protectedSpans(source: string): Span[] {
  const spans: Span[] = [];
  let fence: { marker: string; start: number } | null = null;
  let plainStart = 0;
  for (let start = 0; start < source.length; ) {
    const newline = source.indexOf("\n", start);
    const end = newline === -1 ? source.length : newline + 1;
    const line = source.slice(start, end);
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence) {
      if (marker?.startsWith(fence.marker) && /^[ `~]*$/.test(line.trim())) {
        spans.push({ kind: "code", start: fence.start, end });
        fence = null;
        plainStart = end;
      }
    } else if (
      marker &&
      !(marker.startsWith("`") && line.slice(line.indexOf(marker) + marker.length).includes("`"))
    ) {
      spans.push(...inlineCode(source, plainStart, start));
      fence = { marker, start };
    } else if (/^ {0,3}>/.test(line)) {
      spans.push(...inlineCode(source, plainStart, start), { kind: "quote", start, end });
      plainStart = end;
    } else if (!line.trim()) {
      spans.push(...inlineCode(source, plainStart, start));
      plainStart = start;
    }
    start = end;
  }
  // A fence that is never closed runs to the end of the text.
  if (fence) spans.push({ kind: "code", start: fence.start, end: source.length });
  else spans.push(...inlineCode(source, plainStart, source.length));
  return spans;
}

/** Pairs runs of backticks of the same length; one pass with a cursor per length keeps it linear. */
function inlineCode(source: string, start: number, end: number): Span[] {
  if (start >= end) return [];
  const runs = [...source.slice(start, end).matchAll(/`+/g)].map((match) => ({
    at: start + match.index,
    length: match[0].length,
  }));
  const byLength = new Map<number, number[]>();
  runs.forEach((run, index) => {
    const same = byLength.get(run.length);
    if (same) same.push(index);
    else byLength.set(run.length, [index]);
  });
  const cursors = new Map<number, number>();
  const spans: Span[] = [];
  for (let index = 0; index < runs.length; index += 1) {
    const open = runs[index];
    if (!open) break;
    const same = byLength.get(open.length) ?? [];
    let cursor = cursors.get(open.length) ?? 0;
    while ((same[cursor] ?? Number.POSITIVE_INFINITY) <= index) cursor += 1;
    cursors.set(open.length, cursor);
    const closeIndex = same[cursor];
    const close = closeIndex === undefined ? undefined : runs[closeIndex];
    if (!close || closeIndex === undefined) continue;
    spans.push({ kind: "code", start: open.at, end: close.at + close.length });
    index = closeIndex;
  }
  return spans;
}
