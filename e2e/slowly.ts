import type { Page } from "@playwright/test";

/**
 * `MC_SLOWLY=4` runs every journey in browsers whose processor is four times slower, and whose answers from the backend come
 * up to 400 ms late, in order: what works by luck on a quick machine shows itself.
 */
const factor = Number(process.env["MC_SLOWLY"] ?? 1);
const LATE_MS_PER_FACTOR = 100;

export async function slowDown(page: Page): Promise<void> {
  if (factor <= 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: factor });
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const backend = socket.connectToServer();
    let line = Promise.resolve();
    backend.onMessage((answer) => {
      const lateMs = Math.random() * LATE_MS_PER_FACTOR * factor;
      const arrived = new Promise((done) => setTimeout(done, lateMs));
      line = line.then(() => arrived).then(() => socket.send(answer));
    });
  });
}
