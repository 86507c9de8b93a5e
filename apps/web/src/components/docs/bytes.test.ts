import { expect, it } from "vitest";
import { bytes } from "./bytes";

it("speaks of sizes as people do", () => {
  expect([0, 999, 1024, 1536, 20 * 1024 * 1024, 2 * 1024 ** 3, 5 * 1024 ** 4].map(bytes)).toEqual([
    "0 bytes",
    "999 bytes",
    "1 KB",
    "1.5 KB",
    "20 MB",
    "2 GB",
    "5120 GB",
  ]);
});
