import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CommandOutcomes } from "./outcomes.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc-outcomes-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it("keeps what became of every command, also of those that end at the same time", async () => {
  const outcomes = new CommandOutcomes(dir);
  const orders = Array.from({ length: 8 }, (_, place) => ({ commandId: `c${place}`, generation: 1 }));
  await Promise.all(orders.map((order) => outcomes.keep(order, { status: "succeeded" })));
  const [gone, ...others] = orders;
  if (gone !== undefined) await outcomes.forget(gone);
  const later = new CommandOutcomes(dir);
  expect(await later.find({ commandId: "c0", generation: 1 })).toBeNull();
  for (const order of others) expect(await later.find(order)).toEqual({ status: "succeeded" });
});
