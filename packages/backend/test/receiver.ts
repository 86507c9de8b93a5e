/** A server of somebody else for tests: it keeps the requests that it is sent and answers as it is told to. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";

export type Call = { path: string; headers: IncomingHttpHeaders; body: Buffer };
export type Answer = { status: number; body?: string; headers?: Record<string, string> };

export type Receiver = {
  url: string;
  calls: Call[];
  /** To every request from now on. */
  answerWith(answer: Answer): void;
  stop(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const calls: Call[] = [];
  let answer: Answer = { status: 204 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      calls.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? "");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new TypeError("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    answerWith: (next) => {
      answer = next;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
