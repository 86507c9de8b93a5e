/**
 * Reads the chains of calls on queries off a source, to find those without a bound. A chain that is not ended where it
 * begins is followed through the names that it gets and the function that hands it out; whatever uses it must end it.
 */
export type Source = { file: string; text: string };
/** A chain that nothing bounds: where it begins and what it calls. */
export type OpenChain = { file: string; line: number; calls: string };

const ENDS = ["take", "paginate", "first", "unique"];

/** Chains whose rows are read without `take(n)`, `paginate`, `first()` or `unique()`. */
export function unboundedReads(sources: readonly Source[]): OpenChain[] {
  return sources.flatMap((source) =>
    [...source.text.matchAll(/\.\s*query\(/g)].flatMap((match) =>
      open({ sources, seen: new Set() }, { source, at: match.index }),
    ),
  );
}

/** What is given to `take` and `paginate`, as it stands in the source. */
export function givenTo(method: "take" | "paginate", { text }: Source): string[] {
  return [...text.matchAll(new RegExp(`\\.${method}\\(`, "g"))].map((match) => {
    const from = match.index + match[0].length;
    return text.slice(from, closing(text, from)).trim().replace(/\s+/g, " ").replace(/,$/, "");
  });
}

type Search = { sources: readonly Source[]; seen: Set<string> };
type Place = { source: Source; at: number };

function open(search: Search, { source, at }: Place): OpenChain[] {
  const key = `${source.file}:${at}`;
  if (search.seen.has(key)) return [];
  search.seen.add(key);
  const { calls, end } = chainAt(source.text, at);
  if (calls.some((call) => ENDS.includes(call))) return [];
  const uses = usesOf(search.sources, source, { at, end });
  if (uses.length > 0) return uses.flatMap((use) => open(search, use));
  const line = source.text.slice(0, at).split("\n").length;
  return [{ file: source.file, line, calls: calls.join(".") }];
}

/** The names of the methods called one after the other from `at` on, and where the chain ends. */
function chainAt(text: string, at: number): { calls: string[]; end: number } {
  const calls: string[] = [];
  let end = at;
  for (;;) {
    const call = /^\s*\??\.\s*(\w+)\s*(?:<[\w\s,]*>)?\(/.exec(text.slice(end, end + 200));
    if (!call?.[1]) return { calls, end };
    calls.push(call[1]);
    end = closing(text, end + call[0].length) + 1;
  }
}

/** The place of the bracket that closes the one before `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if ("([{".includes(text.charAt(at))) depth += 1;
    if (")]}".includes(text.charAt(at))) depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

/** Where the value of an unended chain goes on: right after each use of the name or the function that it is. */
function usesOf(sources: readonly Source[], source: Source, chain: { at: number; end: number }): Place[] {
  const { text } = source;
  const functionStart = lastMatch(text, /^(?:export )?(?:async )?function (\w+)/gm, chain.at);
  const functionEnd = text.indexOf("\n}", chain.end);
  const named = lastMatch(text, /\bconst (\w+)(?::[^=;]+)? =/g, chain.at);
  if (
    named &&
    functionStart &&
    named.at > functionStart.at &&
    !text.slice(named.at, chain.at).includes(";\n")
  ) {
    const body = text.slice(chain.end, functionEnd === -1 ? undefined : functionEnd);
    return [...body.matchAll(new RegExp(`(?<![."\\w])${named.name}\\b`, "g"))].map((use) => ({
      source,
      at: chain.end + use.index + use[0].length,
    }));
  }
  const statement = text.slice(Math.max(text.lastIndexOf(";\n", chain.at), functionStart?.at ?? 0), chain.at);
  if (!functionStart || !/\breturn\b/.test(statement)) return [];
  const { name, at } = functionStart;
  const sees = (each: Source) =>
    each === source ||
    (text.startsWith("export", at) && new RegExp(`import \\{[^}]*\\b${name}\\b`).test(each.text));
  return sources.filter(sees).flatMap((each) =>
    [...each.text.matchAll(new RegExp(`(?<!function )(?<![.\\w])${name}\\(`, "g"))].map((call) => ({
      source: each,
      at: closing(each.text, call.index + call[0].length) + 1,
    })),
  );
}

function lastMatch(text: string, pattern: RegExp, before: number): { name: string; at: number } | null {
  const found = [...text.slice(0, before).matchAll(pattern)].at(-1);
  return found?.[1] ? { name: found[1], at: found.index } : null;
}
