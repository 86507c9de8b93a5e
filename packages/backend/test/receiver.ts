/** A server of somebody else for tests: it keeps the requests that it is sent and answers as it is told to. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

export type Call = { path: string; headers: IncomingHttpHeaders; body: Buffer };
export type Answer = { status: number; body?: string; headers?: Record<string, string> };

export type Receiver = {
  url: string;
  calls: Call[];
  /** The most requests that were open at once. */
  readonly most: number;
  /** To every request from now on, and to those that wait; null keeps them waiting. */
  answerWith(answer: Answer | null): void;
  stop(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const calls: Call[] = [];
  let answer: Answer | null = { status: 204 };
  let most = 0;
  const waiting = new Set<ServerResponse>();
  const reply = (): void => {
    most = Math.max(most, waiting.size);
    if (answer === null) return;
    for (const response of waiting)
      response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? "");
    waiting.clear();
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      calls.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks) });
      waiting.add(response);
      response.on("close", () => waiting.delete(response));
      reply();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new TypeError("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    get most() {
      return most;
    },
    answerWith: (next) => {
      answer = next;
      reply();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
