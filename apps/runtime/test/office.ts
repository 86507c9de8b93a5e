/** The real backend on the embedded host, and the real runtime as a process of its own: what `npm start` runs, without the dashboard. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type EmbeddedBackend, silentLogger, startEmbeddedBackend } from "@mc/convex-embedded";

const repoRoot = resolve(import.meta.dirname, "../../..");
const ISSUER = "https://local.mission-control";

export interface Office {
  readonly dir: string;
  readonly accountId: string;
  readonly url: string;
  readonly serviceToken: string;
  readonly agents: readonly { agentId: string; slug: string }[];
  /** As the account's owner. */
  query<T>(path: string, args?: Record<string, unknown>): Promise<T>;
  mutate<T>(path: string, args?: Record<string, unknown>): Promise<T>;
  /** Asks until the answer fits. */
  until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T>;
  startRuntime(): void;
  /** Resolves when the process is gone. */
  killRuntime(signal: NodeJS.Signals): Promise<number | null>;
  gatewayPid(): Promise<number>;
  stopHost(): Promise<void>;
  startHost(): Promise<void>;
  stop(): Promise<void>;
}

export async function openOffice(env: Record<string, string> = {}): Promise<Office> {
  const dir = await mkdtemp(join(tmpdir(), "mc-office-"));
  let port = 0;
  let host: EmbeddedBackend | null = null;
  const startHost = async () => {
    host = await startEmbeddedBackend({
      functionsDir: join(repoRoot, "packages/backend/convex"),
      dataDir: join(dir, "backend"),
      port,
      env: { AUTH_ISSUER: ISSUER, AUTH_JWKS_URL: "http://127.0.0.1:1/jwks" },
      adminKey: "office-admin-key|0123456789abcdef",
      logger: silentLogger,
    });
    port = Number(new URL(host.url).port);
  };
  await startHost();
  const url = `http://127.0.0.1:${port}`;
  const call = async <T>(
    kind: "query" | "mutation",
    path: string,
    args: Record<string, unknown>,
  ): Promise<T> => {
    const identity = {
      issuer: ISSUER,
      subject: "ada",
      tokenIdentifier: `${ISSUER}|ada`,
      name: "Ada",
      email: "ada@example.test",
    };
    const acting = Buffer.from(JSON.stringify(identity)).toString("base64");
    const response = await fetch(`${url}/api/${kind}`, {
      method: "POST",
      headers: {
        authorization: `Convex office-admin-key|0123456789abcdef:${acting}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ path, args: [args], format: "convex_encoded_json" }),
    });
    const answer = (await response.json()) as { status: string; value: T; errorMessage?: string };
    if (answer.status !== "success")
      throw new TypeError(`${path}: ${answer.errorMessage ?? JSON.stringify(answer)}`);
    return answer.value;
  };
  const { accountId } = await call<{ accountId: string }>("mutation", "accounts:create", {
    name: "Acme",
    withDemoTeam: true,
  });
  const { token } = await call<{ token: string }>("mutation", "serviceTokens:create", {
    accountId,
    name: "test",
  });
  const query = <T>(path: string, args: Record<string, unknown> = {}) =>
    call<T>("query", path, { accountId, ...args });
  const agents = await query<{ agentId: string; slug: string }[]>("agents:list");
  const runtimeDir = join(dir, "runtime");
  let runtime: ChildProcess | null = null;

  const killRuntime = async (signal: NodeJS.Signals) => {
    const child = runtime;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    const { promise, resolve: done } = Promise.withResolvers<number | null>();
    child.once("exit", done);
    child.kill(signal);
    return await promise;
  };
  return {
    dir,
    accountId,
    url,
    serviceToken: token,
    agents,
    query,
    mutate: (path, args = {}) => call("mutation", path, { accountId, ...args }),
    async until(ask, isRight) {
      for (;;) {
        const answer = await ask();
        if (isRight(answer)) return answer;
        await new Promise((again) => setTimeout(again, 100));
      }
    },
    startRuntime() {
      runtime = spawn(process.execPath, [join(repoRoot, "apps/runtime/src/main.ts")], {
        stdio: ["ignore", process.env["MC_TEST_LOG"] === undefined ? "ignore" : "inherit", "inherit"],
        env: {
          ...process.env,
          ANTHROPIC_API_KEY: "",
          OPENAI_API_KEY: "",
          OPENROUTER_API_KEY: "",
          MC_BACKEND_URL: url,
          MC_SERVICE_TOKEN: token,
          MC_RUNTIME_DIR: runtimeDir,
          MC_OPENCLAW_DIR:
            process.env["MC_OPENCLAW_DIR"] ?? join(repoRoot, "node_modules/.cache/mc/openclaw"),
          MC_DEMO_WORD_MS: "2",
          MC_LEASE_MS: "6000",
          ...env,
        },
      });
    },
    killRuntime,
    gatewayPid: async () => Number((await readFile(join(runtimeDir, "gateway.pid"), "utf8")).trim()),
    async stopHost() {
      await host?.stop();
      host = null;
    },
    startHost,
    async stop() {
      await killRuntime("SIGTERM");
      await host?.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
