/** A mail server for tests: SMTP on a socket, which keeps what it accepts and refuses what it is told to refuse. */

import { once } from "node:events";
import { createServer, type Socket } from "node:net";

export type Received = {
  from: string;
  to: string[];
  headers: Map<string, string>;
  text: string;
  html: string;
};

export type MailServer = {
  url: string;
  mails: Received[];
  /** Answers to the next mails instead of accepting them, as "451 later". */
  refusals: string[];
  stop(): Promise<void>;
};

export async function startMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const mails: Received[] = [];
  const refusals: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    converse(socket, { accept: (mail) => mails.push(mail), refusals });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new TypeError("no port");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    refusals,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Desk = { accept: (mail: Received) => void; refusals: string[] };

function converse(socket: Socket, { accept, refusals }: Desk): void {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let [buffer, isData] = ["", false];
  let envelope = { from: "", to: [] as string[] };
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
    if (verb === "EHLO") say("250-test\r\n250 AUTH PLAIN LOGIN");
    else if (verb === "AUTH") say("535 no");
    else if (verb === "MAIL") {
      envelope = { from: address, to: [] };
      say("250 ok");
    } else if (verb === "RCPT") {
      const refusal = refusals.shift();
      if (refusal === undefined) envelope.to.push(address);
      say(refusal ?? "250 ok");
    } else if (verb === "DATA") {
      isData = true;
      say("354 go on");
    } else if (verb === "QUIT") socket.end("221 bye\r\n");
    else say("250 ok");
  };
  say("220 test");
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    buffer += chunk;
    for (;;) {
      const end = buffer.indexOf(isData ? "\r\n.\r\n" : "\r\n");
      if (end < 0) return;
      const part = buffer.slice(0, end);
      buffer = buffer.slice(end + (isData ? 5 : 2));
      if (isData) {
        isData = false;
        accept({ ...envelope, ...parseMail(part) });
        say("250 kept");
      } else command(part);
    }
  });
}

function parseMail(raw: string): Omit<Received, "from" | "to"> {
  const { headers, body } = parsePart(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers.get("content-type") ?? "")?.[1];
  const parts = boundary
    ? body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => parsePart(part.trim()))
    : [];
  const ofType = (type: string) => parts.find((part) => part.headers.get("content-type")?.startsWith(type));
  const read = (type: string) => decoded(ofType(type)).replaceAll("\r\n", "\n");
  return { headers, text: read("text/plain"), html: read("text/html") };
}

type Part = { headers: Map<string, string>; body: string };

function parsePart(raw: string): Part {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const headers = new Map(
    lines.map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.trim().toLowerCase(), value.join(":").trim()];
    }),
  );
  return { headers, body: rest.join("\r\n\r\n") };
}

function decoded(part: Part | undefined): string {
  if (!part) return "";
  const encoding = part.headers.get("content-transfer-encoding");
  if (encoding === "base64") return Buffer.from(part.body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return Buffer.from(part.body, "latin1").toString("utf8");
  const bytes = part.body
    .replace(/=\r\n/g, "")
    .replace(/=([\dA-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
