import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

/** A property of an object that is there before, given a function that is written on the spot. */
const WRITTEN_INTO = /^\s*[\w.]*\w\.#?\w+ = (?:async )?(?:function\b|\([^()]*\) =>|\w+ =>).*$/gm;
/** Once per sandbox. */
const ALLOWED = ["Math.random = () => clock.random();"];

it("no function is written right into a property: V8 would let it grow old at once, with all that it sees (ADR 30)", () => {
  const sources = globSync("**/*.ts", { cwd: import.meta.dirname }).filter((file) => !file.includes(".test"));
  expect(sources.length).toBeGreaterThan(80);
  const found = sources.flatMap((file) =>
    [...readFileSync(path.join(import.meta.dirname, file), "utf8").matchAll(WRITTEN_INTO)].map(([line]) =>
      line.trim(),
    ),
  );
  expect(found).toEqual(ALLOWED);
});
