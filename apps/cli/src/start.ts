import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ManagedChild } from "./child.ts";
import { readConfig, repoRoot, type StartConfig } from "./config.ts";
import { localIssuer } from "./people.ts";
import { isPortFree } from "./ports.ts";
import { inheritedEnv, LocalRuntimes } from "./runtimes.ts";
import { loadSecrets, loadVapidKeys, type Secrets } from "./secrets.ts";
import { buildWeb, isWebBuilt, webSourceHash } from "./webBuild.ts";

const backendReadyMs = 60_000;
const webReadyMs = 60_000;
const stopMs = 10_000;

/** Runs the whole product until Ctrl-C: backend host, dashboard and one runtime per account that has agents. */
export async function start(): Promise<void> {
  const result = readConfig(process.env);
  if (!result.ok) return refuse(result.problems);
  const { config } = result;
  const taken = await takenPorts(config);
  if (taken.length > 0) return refuse(taken);

  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const secrets = loadSecrets(config.dataDir);
  const startedAt = performance.now();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const running: { stop(): Promise<void> }[] = [];
  stopOnSignal(running, say);

  const host = new ManagedChild(hostSpec(config, secrets), say);
  running.push({ stop: () => host.stop(stopMs) });
  host.start();

  const hash = webSourceHash();
  if (!isWebBuilt(hash)) {
    say("Building the dashboard (once, and after changes) …");
    const failure = await buildWeb(hash);
    if (failure !== null) {
      await stopAll(running);
      return refuse([`The dashboard could not be built:\n${failure}`]);
    }
  }
  if (!(await host.waitHealthy(backendReadyMs))) {
    await stopAll(running);
    return refuse([`The backend did not start. Its log is ${join(config.dataDir, "logs/backend.log")}.`]);
  }

  const web = new ManagedChild(webSpec(config, secrets), say);
  running.push({ stop: () => web.stop(stopMs) });
  web.start();
  const runtimes = new LocalRuntimes({ config, secrets, say });
  running.push(runtimes);
  runtimes.run();

  if (await web.waitHealthy(webReadyMs)) {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(
      `\n  Mission Control is ready (${seconds} s):  ${config.web.origin}\n\n  Data and logs: ${config.dataDir}. Stop with Ctrl-C.\n`,
    );
  }
}

function hostSpec(config: StartConfig, secrets: Secrets) {
  return {
    name: "backend",
    cwd: repoRoot,
    args: ["apps/cli/src/host.ts"],
    env: {
      ...inheritedEnv(),
      TZ: "UTC", // functions see the clock of the cloud, wherever this machine stands
      MC_BACKEND_PORT: String(config.backendPort),
      MC_DATA_DIR: config.dataDir,
      MC_ADMIN_KEY: secrets.adminKey,
      MC_PUBLIC_ORIGIN: config.web.origin,
      ...(config.clerk
        ? { CLERK_JWT_ISSUER_DOMAIN: config.clerk.issuer }
        : {
            AUTH_ISSUER: localIssuer,
            AUTH_JWKS_URL: `http://127.0.0.1:${config.web.port}/api/auth/jwks`,
          }),
      ...config.outboundEnv,
      ...vapidEnv(config),
      ...(process.env["MC_PARANOID"] === undefined ? {} : { MC_PARANOID: process.env["MC_PARANOID"] }),
    },
    logFile: join(config.dataDir, "logs/backend.log"),
    pidFile: join(config.dataDir, "run/backend.pid"),
    healthUrl: `http://127.0.0.1:${config.backendPort}/version`,
  };
}

function vapidEnv({ dataDir }: StartConfig): Record<string, string> {
  const { publicKey, privateKey } = loadVapidKeys(dataDir);
  return { MC_VAPID_PUBLIC_KEY: publicKey, MC_VAPID_PRIVATE_KEY: privateKey };
}

function webSpec(config: StartConfig, secrets: Secrets) {
  return {
    name: "dashboard",
    cwd: join(repoRoot, "apps/web"),
    args: ["server.ts"],
    env: {
      ...inheritedEnv(),
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      PORT: String(config.web.port),
      HOST: config.web.host,
      TRUST_PROXY: config.web.trustProxy,
      ...(config.web.isOriginFixed ? { MC_ORIGIN: config.web.origin } : {}),
      MC_DATA_DIR: config.dataDir,
      MC_BACKEND_URL: `http://127.0.0.1:${config.backendPort}`,
      MC_AUTH_SECRET: secrets.authSecret,
      MC_SIGN_UP: config.signUp,
      MC_SIGN_UPS_PER_MINUTE: String(config.signUpsPerMinute),
      MC_GALLERY: config.gallery,
      ...(config.clerk ? { CLERK_PUBLISHABLE_KEY: config.clerk.publishableKey } : {}),
    },
    logFile: join(config.dataDir, "logs/dashboard.log"),
    pidFile: join(config.dataDir, "run/dashboard.pid"),
    healthUrl: `http://127.0.0.1:${config.web.port}/api/health`,
  };
}

async function takenPorts(config: StartConfig): Promise<string[]> {
  const wanted = [
    { port: config.web.port, host: config.web.host, variable: "PORT", what: "the dashboard" },
    { port: config.backendPort, host: "127.0.0.1", variable: "MC_BACKEND_PORT", what: "the backend" },
  ];
  const problems: string[] = [];
  for (const { port, host, variable, what } of wanted) {
    if (await isPortFree(port, host)) continue;
    problems.push(
      `Port ${port}, wanted for ${what}, is taken. Stop what listens there, or choose another: ${variable}=${port + 1} npm start`,
    );
  }
  return problems;
}

function stopOnSignal(running: readonly { stop(): Promise<void> }[], say: (line: string) => void): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    say("Stopping …");
    void stopAll(running).then(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  // npm does not pass every signal on: when it goes, this process is given another parent
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
}

/** Stops in reverse order, so that nothing loses the backend while it still writes to it. */
async function stopAll(running: readonly { stop(): Promise<void> }[]): Promise<void> {
  for (const part of running.toReversed()) await part.stop();
}

function refuse(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
