import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldedWords, foldText, foldWithOrigin, queryTerms } from "./fold.ts";
import { markText, snippetOf } from "./highlight.ts";
import { matchStep, RANK_STEPS, rankCandidates } from "./rank.ts";
import { taskNumberIn } from "./types.ts";

const word = fc.constantFrom("Café", "plan", "Zürich", "release", "Plan", "résumé", "x1", "日本", "naïve");
const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((all) => all.join(" "));
const candidate = fc.record({
  title: words,
  body: fc.option(words, { nil: null }),
  at: fc.integer({ min: 0, max: 1_000 }),
});
const NOW = 1_000;

describe("ranking", () => {
  test("the result is a part of the candidates, each at most once", () => {
    fc.assert(
      fc.property(fc.array(candidate), words, (candidates, query) => {
        const ranked = rankCandidates(candidates, query, NOW);
        expect(new Set(ranked).size).toBe(ranked.length);
        for (const one of ranked) expect(candidates).toContain(one);
      }),
    );
  });

  test("neither case nor accents decide", () => {
    fc.assert(
      fc.property(fc.array(candidate), words, (candidates, query) => {
        const ranked = rankCandidates(candidates, query, NOW);
        for (const same of [query.toUpperCase(), foldText(query), query.normalize("NFD")]) {
          expect(rankCandidates(candidates, same, NOW)).toEqual(ranked);
        }
      }),
    );
  });

  test("the whole title comes before a part of it, and that before the body, however old", () => {
    fc.assert(
      fc.property(
        words,
        fc.array(fc.integer({ min: 0, max: NOW }), { minLength: 3, maxLength: 3 }),
        (query, at) => {
          const exact = { title: query, at: at[0] ?? 0 };
          const part = { title: `About ${query} and more`, at: at[1] ?? 0 };
          const body = { title: "Other", body: `See ${query}`, at: at[2] ?? 0 };
          expect(rankCandidates([body, part, exact], query, NOW)).toEqual([exact, part, body]);
        },
      ),
    );
  });

  test("every beginning of a word that is typed finds it", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 6 }), (title, length) => {
        const typed = title.split(" ").at(-1)?.slice(0, length) ?? "";
        expect(rankCandidates([{ title, at: 0 }], typed, NOW)).toHaveLength(1);
      }),
    );
  });

  test("a word that is nowhere drops the candidate; words may be in title and body", () => {
    const both = { title: "Release plan", body: "for Zürich" };
    const step = (query: string) => matchStep(both, { terms: queryTerms(query), phrase: foldText(query) });
    expect(step("release zurich")).toBe(RANK_STEPS.titleAndBody);
    expect(step("zurich")).toBe(RANK_STEPS.body);
    expect(step("plan")).toBe(RANK_STEPS.titleWords);
    expect(step("rel")).toBe(RANK_STEPS.titleBegins);
    expect(step("pla")).toBe(RANK_STEPS.titlePrefixes);
    expect(step("release berlin")).toBeNull();
    expect(rankCandidates([{ title: "x", at: 0 }], "…", NOW)).toEqual([]);
  });

  test("a body matches exactly when one of its words begins so", () => {
    fc.assert(
      fc.property(words, words, fc.integer({ min: 1, max: 4 }), (body, other, length) => {
        const typed = (other.split(" ").at(-1) ?? "").slice(0, length);
        const [term = ""] = queryTerms(typed);
        const has = foldText(body)
          .split(" ")
          .some((one) => one.startsWith(term));
        const step = matchStep({ title: "?", body }, { terms: [term], phrase: "-" });
        expect(step).toBe(has ? RANK_STEPS.body : null);
      }),
    );
    const inside = { title: "?", body: "unplanned, explanation" };
    expect(matchStep(inside, { terms: ["plan"], phrase: "plan" })).toBeNull();
    expect(matchStep({ ...inside, body: "unplanned; plans" }, { terms: ["plan"], phrase: "plan" })).toBe(
      RANK_STEPS.body,
    );
  });

  test("the newer of two equal hits is first", () => {
    const [old, fresh] = [
      { title: "Plan A", at: 0 },
      { title: "Plan B", at: 90 * 86_400_000 },
    ];
    expect(rankCandidates([old, fresh], "plan", fresh.at)).toEqual([fresh, old]);
  });
});

describe("marking", () => {
  test("marks are ascending, inside the text, and each begins a word of the query", () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.string({ unit: "grapheme" })), words, (text, query) => {
        const terms = queryTerms(query);
        let end = -1;
        for (const mark of markText(text, query).marks) {
          expect(mark.start).toBeGreaterThan(end);
          expect(mark.end).toBeGreaterThan(mark.start);
          expect(mark.end).toBeLessThanOrEqual(text.length);
          expect(terms.some((term) => foldText(text.slice(mark.start, mark.end)).startsWith(term))).toBe(
            true,
          );
          ({ end } = mark);
        }
      }),
    );
  });

  test("what is found is marked in the original letters", () => {
    expect(markText("Ein Café in ZÜRICH", "cafe zuri")).toEqual({
      text: "Ein Café in ZÜRICH",
      marks: [
        { start: 4, end: 8 },
        { start: 12, end: 16 },
      ],
    });
  });

  test("a snippet is short, on one line, and shows the hit", () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 200 }), fc.lorem({ maxCount: 200 }), (before, after) => {
        const snippet = snippetOf(`${before}\nneedle ${after}`, "NEEDLE");
        expect(snippet?.text.length).toBeLessThanOrEqual(162);
        expect(snippet?.text).not.toContain("\n");
        const mark = snippet?.marks[0];
        expect(snippet?.text.slice(mark?.start, mark?.end)).toBe("needle");
      }),
    );
    expect(snippetOf("nothing here", "needle")).toBeNull();
    const deep = snippetOf(`${"Straße ".repeat(20_000)} needle end`, "needle");
    expect(deep?.text.endsWith("needle end")).toBe(true);
    expect(snippetOf(`${"x".repeat(5_000)} needle`, "needle")?.marks).toHaveLength(1);
  });
});

describe("folding", () => {
  test("folding twice is folding once, and places lead back into the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(foldWithOrigin(text).text).toBe(foldText(text));
        const { text: folded, origin } = foldWithOrigin(text);
        expect(origin).toHaveLength(folded.length + 1);
        expect(origin.toSorted((one, other) => one - other)).toEqual(origin);
      }),
    );
  });

  test("only accented words need an entry of their own", () => {
    expect(foldedWords("a plan")).toBe("");
    expect(foldedWords("Grüße aus 日本")).toBe("gruße");
    expect(foldedWords("Café, CAFÉ plan naïve")).toBe("cafe naive");
  });

  test.each([
    ["MC-42", 42],
    ["mc-7", 7],
    [" #12 ", 12],
    ["3", 3],
    ["MC-", null],
    ["plan 3", null],
  ])("%s is the number %s", (text, number) => {
    expect(taskNumberIn(text)).toBe(number);
  });
});
