import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeParams,
  DAY,
  FLAG,
  NAME,
  oneOf,
  oneOfOr,
  readParams,
  someOf,
  TEXT,
  WHOLE_NUMBER,
} from "./address";

const VIEWS = ["board", "list"] as const;
const KINDS = ["task", "message", "document"] as const;
const PARAMS = {
  text: TEXT,
  who: NAME,
  task: WHOLE_NUMBER,
  from: DAY,
  new: FLAG,
  kind: oneOf(KINDS),
  view: oneOfOr(VIEWS, "board"),
  types: someOf(KINDS),
};

const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const values = fc.record({
  text: fc.string({ unit: "grapheme" }),
  who: fc.option(fc.string({ minLength: 1 })),
  task: fc.option(fc.nat()),
  from: fc.option(day),
  new: fc.boolean(),
  kind: fc.option(fc.constantFrom(...KINDS)),
  view: fc.constantFrom(...VIEWS),
  types: fc.subarray([...KINDS]),
});

it("what is written is read again, whatever stood there before", () => {
  fc.assert(
    fc.property(values, values, (before, after) => {
      const search = changeParams(PARAMS, changeParams(PARAMS, "", before), after);
      expect(readParams(PARAMS, search)).toEqual(after);
    }),
  );
});

it("a change leaves alone what it does not name, and what other parts of the page keep", () => {
  fc.assert(
    fc.property(values, values, (before, { text }) => {
      const search = changeParams(PARAMS, changeParams(PARAMS, "chat=open", before), { text });
      expect(readParams(PARAMS, search)).toEqual({ ...before, text });
      expect(new URLSearchParams(search).get("chat")).toBe("open");
    }),
  );
});

describe("an address that somebody wrote by hand", () => {
  it("says nothing where it says nothing that is known", () => {
    const search = "task=MC-5&from=2026-02-31&new=yes&kind=agent&view=&types=agent&who=";
    expect(readParams(PARAMS, search)).toEqual({
      ...{ text: "", who: null, task: null, from: null, new: false, kind: null, view: "board", types: [] },
    });
  });

  it("names several with commas, which stay readable", () => {
    expect(readParams(PARAMS, "types=document,agent,task").types).toEqual(["task", "document"]);
    expect(changeParams(PARAMS, "", { types: ["task", "message"] })).toBe("types=task,message");
  });
});

it("what is usual, empty or taken out is not written", () => {
  const search = "text=door&view=list&types=task&new=true&task=4";
  expect(changeParams(PARAMS, search, { text: "", view: "board", types: [], new: false, task: null })).toBe(
    "",
  );
});
