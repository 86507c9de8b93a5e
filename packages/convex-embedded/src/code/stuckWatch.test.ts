import { expect, test } from "vitest";
import { StuckWatch } from "./stuckWatch.ts";

test("who runs on is told once; who ended, or waits for the host, is not", async () => {
  const watch = new StuckWatch(20);
  const told: string[] = [];
  const hung = { isWaitingForHost: false };
  const ended = { isWaitingForHost: false };
  const waiting = { isWaitingForHost: true };
  await new Promise<void>((resolve) => {
    watch.add(ended, () => told.push("ended"));
    watch.add(waiting, () => {
      told.push("waiting");
      resolve();
    });
    watch.add(hung, () => {
      told.push("hung");
      // From here on it waits for nothing but itself.
      waiting.isWaitingForHost = false;
    });
    watch.remove(ended);
  });
  expect(told).toEqual(["hung", "waiting"]);
});
