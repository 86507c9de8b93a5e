import { expect, it } from "vitest";
import { remarkOutline } from "./outline";

function outline(...depths: number[]): number[] {
  const children = depths.map((depth) => ({ type: "heading", depth }));
  remarkOutline()({ type: "root", children });
  return children.map(({ depth }) => depth);
}

it("gives headings levels without gaps and keeps those that were beside one another together", () => {
  expect(outline(2, 3, 2)).toEqual([1, 2, 1]);
  expect(outline(1, 3, 3, 2)).toEqual([1, 2, 2, 2]);
  expect(outline(3, 1, 2)).toEqual([1, 1, 2]);
  expect(outline(1, 2, 3)).toEqual([1, 2, 3]);
});
