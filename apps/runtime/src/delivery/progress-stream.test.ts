import fc from "fast-check";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { Progress } from "../mission-control/mission-control.ts";
import { ProgressStream } from "./progress-stream.ts";

const logger = pino({ level: "silent" });

describe("streamed progress", () => {
  it("sends the latest text, every tool in order, and one message at a time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ text: fc.string({ minLength: 1 }) }),
            fc.record({ tool: fc.string({ minLength: 1 }) }),
          ),
          { minLength: 1, maxLength: 30 },
        ),
        async (events) => {
          const sent: Progress[] = [];
          let inFlight = 0;
          const stream = new ProgressStream({
            intervalMs: 0,
            logger,
            onLost: () => undefined,
            async send(progress) {
              inFlight += 1;
              expect(inFlight).toBe(1);
              await Promise.resolve();
              sent.push(progress);
              inFlight -= 1;
              return "ok";
            },
          });
          for (const event of events) {
            if ("text" in event) stream.setText(event.text);
            else stream.addTool({ name: event.tool, phase: "start" });
          }
          await expect
            .poll(() => sent.flatMap((progress) => progress.tool?.name ?? []))
            .toEqual(events.flatMap((event) => ("tool" in event ? [event.tool] : [])));
          const lastText = events.findLast((event) => "text" in event)?.text;
          await expect
            .poll(() => sent.findLast((progress) => progress.text !== undefined)?.text)
            .toBe(lastText);
          await stream.stop();
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is silent after it was stopped, and when the lease is lost", async () => {
    let sent = 0;
    let lost = 0;
    const stream = new ProgressStream({
      intervalMs: 1,
      logger,
      onLost: () => {
        lost += 1;
      },
      async send() {
        sent += 1;
        return "lost";
      },
    });
    stream.setText("a");
    await expect.poll(() => lost).toBe(1);
    stream.setText("b");
    stream.addTool({ name: "x", phase: "start" });
    await stream.stop();
    expect(sent).toBe(1);
  });
});
