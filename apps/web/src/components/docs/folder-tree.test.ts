import { describe, expect, it } from "vitest";
import { folderPath, folderRows, visibleRows, withDescendants } from "./folder-tree";

const folders = [
  { folderId: "b", parentId: null, name: "Product 10" },
  { folderId: "a", parentId: null, name: "Product 2" },
  { folderId: "c", parentId: "a", name: "Launch" },
  { folderId: "d", parentId: "c", name: "Texts" },
  { folderId: "e", parentId: "gone", name: "Orphan" },
];

describe("the folder tree", () => {
  it("reads parents before children, by name, with numbers in their order", () => {
    expect(folderRows(folders).map((row) => [row.folderId, row.depth])).toEqual([
      ["e", 0],
      ["a", 0],
      ["c", 1],
      ["d", 2],
      ["b", 0],
    ]);
  });

  it("hides what is inside a folded folder and nothing else", () => {
    const rows = folderRows(folders);
    expect(visibleRows(rows, new Set(["a"])).map((row) => row.folderId)).toEqual(["e", "a", "b"]);
    expect(visibleRows(rows, new Set(["c"])).map((row) => row.folderId)).toEqual(["e", "a", "c", "b"]);
    expect(visibleRows(rows, new Set())).toEqual(rows);
  });

  it("knows what lies inside a folder", () => {
    expect([...withDescendants(folderRows(folders), "a")].sort()).toEqual(["a", "c", "d"]);
    expect([...withDescendants(folderRows(folders), "b")]).toEqual(["b"]);
  });

  it("names the way to a folder, and survives one that is gone or a circle", () => {
    expect(folderPath(folders, "d").map((folder) => folder.name)).toEqual(["Product 2", "Launch", "Texts"]);
    expect(folderPath(folders, "nowhere")).toEqual([]);
    const circle = [
      { folderId: "x", parentId: "y", name: "X" },
      { folderId: "y", parentId: "x", name: "Y" },
    ];
    expect(folderPath(circle, "x").map((folder) => folder.name)).toEqual(["Y", "X"]);
  });
});
