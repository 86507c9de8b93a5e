/** A TCP path to a server that can be cut: every connection breaks at once, and later ones find the server again. */
import { connect, createServer, type Server, type Socket } from "node:net";

export interface SeverablePath {
  readonly port: number;
  /** Answers how many connections broke. */
  cut(): number;
  close(): Promise<void>;
}

export async function severablePath(targetPort: number): Promise<SeverablePath> {
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(targetPort, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cut = () => {
    const broken = open.size / 2;
    for (const socket of open) socket.destroy();
    return broken;
  };
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    cut,
    async close() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
