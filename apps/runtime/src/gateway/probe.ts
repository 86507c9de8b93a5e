/** What the gateway's process answers over HTTP, which needs no greeting and no token. */
import { createServer } from "node:net";

const PROBE_TIMEOUT_MS = 5_000;

/** `started`: it has booted; `alive`: it still answers. */
export async function probeGateway(port: number, question: "started" | "alive"): Promise<boolean> {
  try {
    const response = await fetch(
      `http://127.0.0.1:${port}/${question === "started" ? "startupz" : "healthz"}`,
      {
        signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
      },
    );
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** A port that is free now. Should somebody take it before the gateway does, the gateway ends and the next start takes another. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject);
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    server.close(() => resolve(port));
  });
  return await promise;
}
