/** A host in another process with its own identity provider, and official clients for it: for benchmarks. */
import { fork } from "node:child_process";
import path from "node:path";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

type Args = Record<string, Value>;
type Usage = {
  cpu: NodeJS.CpuUsage;
  costs: Record<string, { read: number; written: number }>;
};

/** One person's door to the functions, over HTTP. */
export type Door = {
  query<T>(path: string, args: Args): Promise<T>;
  mutation<T>(path: string, args: Args): Promise<T>;
};

export type BenchHost = {
  readonly url: string;
  as(person: string): Promise<Door>;
  /** The same over a WebSocket, at `url` or through a proxy. */
  live(person: string, url?: string): Promise<LiveDoor>;
  /** Milliseconds of processor time that the host's process has used so far. */
  cpuMs(): Promise<number>;
  /** Documents read and written by the newest run of a function. */
  cost(functionPath: string): Promise<{ read: number; written: number }>;
  stop(): Promise<void>;
};

export type LiveDoor = Pick<Door, "mutation"> & {
  /** Calls back with every new value; returns what ends it. */
  watch<T>(path: string, args: Args, onValue: (value: T) => void): () => void;
  close(): Promise<void>;
};

const ISSUER = "https://bench.local";
const keys = await generateKeyPair("ES256", { extractable: true });
const jwk = { ...(await exportJWK(keys.publicKey)), kid: "bench", alg: "ES256", use: "sig" };
const jwks = `data:application/json,${encodeURIComponent(JSON.stringify({ keys: [jwk] }))}`;

function tokenOf(person: string): Promise<string> {
  return new SignJWT({ name: person, email: `${person}@example.test` })
    .setProtectedHeader({ alg: "ES256", kid: "bench", typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience("convex")
    .setSubject(person)
    .setIssuedAt()
    .setExpirationTime("4h")
    .sign(keys.privateKey);
}

const reference = <Kind extends "query" | "mutation">(functionPath: string) =>
  makeFunctionReference<Kind, Args, unknown>(functionPath);

export async function startBenchHost(folder: { functionsDir: string; dataDir: string }): Promise<BenchHost> {
  const env = { AUTH_ISSUER: ISSUER, AUTH_JWKS_URL: jwks };
  const child = fork(path.join(import.meta.dirname, "hostProcess.ts"), [JSON.stringify({ ...folder, env })]);
  const waiting = new Map<number, (answer: unknown) => void>();
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the host ended with ${code}`)));
    child.on("message", (message: { url?: string; id?: number }) => {
      if (message.url !== undefined) resolve(message.url);
      else waiting.get(message.id ?? 0)?.(message);
    });
  });
  let asked = 0;
  const ask = (what: "usage" | "stop") =>
    new Promise<unknown>((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      child.send({ id: asked, ask: what });
    });
  return {
    url,
    as: async (person) => {
      const client = new ConvexHttpClient(url);
      client.setAuth(await tokenOf(person));
      return {
        query: async <T>(name: string, args: Args) =>
          (await client.query(reference<"query">(name), args)) as T,
        // Without the client's own queue: racers must race.
        mutation: async <T>(name: string, args: Args) =>
          (await client.mutation(reference<"mutation">(name), args, { skipQueue: true })) as T,
      };
    },
    live: async (person, at = url) => {
      const token = await tokenOf(person);
      const client = new ConvexClient(at, { unsavedChangesWarning: false });
      client.setAuth(async () => token);
      return {
        mutation: async <T>(name: string, args: Args) =>
          (await client.mutation(reference<"mutation">(name), args)) as T,
        watch: <T>(name: string, args: Args, onValue: (value: T) => void) =>
          client.onUpdate(reference<"query">(name), args, (value) => onValue(value as T)),
        close: () => client.close(),
      };
    },
    cpuMs: async () => {
      const { cpu } = (await ask("usage")) as Usage;
      return (cpu.user + cpu.system) / 1000;
    },
    cost: async (functionPath) =>
      ((await ask("usage")) as Usage).costs[functionPath] ?? { read: 0, written: 0 },
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await ask("stop");
      await ended;
    },
  };
}
