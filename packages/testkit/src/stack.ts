// The whole product as `npm start` runs it, on free ports and a throw-away data folder: for end-to-end tests, chaos and benches.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repoRoot = resolve(import.meta.dirname, "../../..");
const readyMs = 180_000;
/** What a first start may take longer: it builds the dashboard, as fast as a busy machine lets it. */
const buildMs = 600_000;
const stopMs = 60_000;

export type Stack = {
  /** The dashboard's origin. */
  readonly url: string;
  readonly backendUrl: string;
  readonly dataDir: string;
  readonly adminKey: string;
  /** Everything the supervisor printed so far. */
  output(): string;
  /** Process id of a supervised process (`backend`, `dashboard`, `runtime-<slug>`), or null when it does not run now. */
  pid(name: string): number | null;
  /** Process id of the OpenClaw gateway of the one runtime here, or null. */
  gatewayPid(): number | null;
  /** Calls a function of the backend with the host's admin key, as `identity` when one is given. Throws the server's error. */
  call(
    kind: "query" | "mutation" | "action",
    path: string,
    args: Record<string, unknown>,
    identity?: Identity,
  ): Promise<unknown>;
  stop(): Promise<void>;
};

export type Identity = { issuer: string; subject: string; name: string; email: string };

export class CallError extends Error {
  readonly data: unknown;
  constructor(message: string, data: unknown) {
    super(message);
    this.data = data;
  }
}

/**
 * Starts the product and resolves once it printed that it is ready. `env` is added to the settings; a folder that it
 * names as MC_DATA_DIR is thrown away at the end like any other.
 */
export async function startStack(env: Record<string, string> = {}): Promise<Stack> {
  const dataDir = env["MC_DATA_DIR"] ?? mkdtempSync(join(tmpdir(), "mc-stack-"));
  const [port, backendPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ["apps/cli/bin/mc.mjs", "start"], {
    cwd: repoRoot,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PORT: String(port),
      MC_BACKEND_PORT: String(backendPort),
      MC_DATA_DIR: dataDir,
      MC_OPENCLAW_DIR: process.env["MC_OPENCLAW_DIR"] ?? join(repoRoot, "node_modules/.cache/mc/openclaw"),
      MC_SIGN_UP: "open",
      MC_SIGN_UPS_PER_MINUTE: "1000",
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  await ready(child, () => output);
  const { adminKey } = JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")) as {
    adminKey: string;
  };
  const backendUrl = `http://127.0.0.1:${backendPort}`;
  return {
    url: `http://localhost:${port}`,
    backendUrl,
    dataDir,
    adminKey,
    output: () => output,
    pid: (name) => readPid(join(dataDir, "run", `${name}.pid`)),
    gatewayPid: () => findGatewayPid(join(dataDir, "runtimes")),
    call: (...[kind, path, args, identity]) =>
      callBackend({ backendUrl, adminKey, kind, path, args, identity }),
    stop: () => stop(child, dataDir),
  };
}

async function ready(child: ChildProcess, output: () => string): Promise<void> {
  const startedAt = performance.now();
  while (!output().includes("Mission Control is ready")) {
    const limitMs = readyMs + (output().includes("Building the dashboard") ? buildMs : 0);
    if (child.exitCode !== null || child.signalCode !== null || performance.now() - startedAt > limitMs)
      throw new Error(`Mission Control did not start:\n${output()}`);
    await sleep(50);
  }
}

async function stop(child: ChildProcess, dataDir: string): Promise<void> {
  const ended = child.exitCode === null ? new Promise((done) => child.once("exit", done)) : Promise.resolve();
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopMs);
  await ended;
  clearTimeout(timer);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

export type Call = {
  backendUrl: string;
  adminKey: string;
  kind: string;
  path: string;
  args: Record<string, unknown>;
  identity?: Identity | undefined;
};

/** One function call over HTTP with the admin key. Throws `CallError` with the server's refusal. */
export async function callBackend({
  backendUrl,
  adminKey,
  kind,
  path,
  args,
  identity,
}: Call): Promise<unknown> {
  const acting =
    identity === undefined
      ? ""
      : `:${Buffer.from(JSON.stringify({ ...identity, tokenIdentifier: `${identity.issuer}|${identity.subject}` })).toString("base64")}`;
  const response = await fetch(`${backendUrl}/api/${kind}`, {
    method: "POST",
    headers: { authorization: `Convex ${adminKey}${acting}`, "content-type": "application/json" },
    body: JSON.stringify({ path, args: [args], format: "convex_encoded_json" }),
  });
  const answer = (await response.json()) as {
    status: string;
    value?: unknown;
    errorMessage?: string;
    errorData?: unknown;
  };
  if (answer.status !== "success")
    throw new CallError(`${path}: ${answer.errorMessage ?? JSON.stringify(answer)}`, answer.errorData);
  return answer.value;
}

/** Below what Linux (32768 on) and macOS (49152 on) give to connections that go out. */
const stablePorts = { first: 20_000, count: 10_000 };
const givenPorts = new Set<number>();

/**
 * A port that is free, and that no connection of another test takes before it is used or while its server restarts: one
 * of the system's own choice can become the near end of any connection as soon as nobody listens on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = stablePorts.first + Math.floor(Math.random() * stablePorts.count);
    if (givenPorts.has(port) || !(await isFree(port))) continue;
    givenPorts.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}

function readPid(file: string): number | null {
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, "utf8").trim());
  return Number.isInteger(pid) && isAlive(pid) ? pid : null;
}

function findGatewayPid(runtimesDir: string): number | null {
  if (!existsSync(runtimesDir)) return null;
  for (const account of readdirSync(runtimesDir)) {
    const pid = readPid(join(runtimesDir, account, "gateway.pid"));
    if (pid !== null) return pid;
  }
  return null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
