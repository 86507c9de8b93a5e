// Which acts of the dashboard the journeys perform, and at which width: read from what the pages really send, so that the record
// cannot say more than was done. `actsReporter.ts` compares it with what the dashboard can do.
import { appendFileSync } from "node:fs";
import { basename } from "node:path";
import { type Page, test } from "@playwright/test";

/** Where the acts of a run are written down; set by the reporter. */
export const ACTS_FILE = "MC_ACTS_FILE";

export type Act = { readonly act: string; readonly width: "desk" | "phone"; readonly file: string };

/** Below this the frame of the dashboard is a phone's. */
export const PHONE_BELOW = 768;

/** Writes down what a page sends to the backend from now on. */
export function recordActs(page: Page): void {
  const path = process.env[ACTS_FILE];
  if (path === undefined) return;
  const { file } = test.info();
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const sent = JSON.parse(String(payload)) as { type?: string; udfPath?: string };
      if (sent.type !== "Mutation" || sent.udfPath === undefined) return;
      const width = (page.viewportSize()?.width ?? 0) < PHONE_BELOW ? "phone" : "desk";
      const act: Act = { act: sent.udfPath, width, file: basename(file, ".e2e.ts") };
      appendFileSync(path, `${JSON.stringify(act)}\n`);
    }),
  );
}
