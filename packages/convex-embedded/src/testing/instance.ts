/** A deployment in this process for one test: the real engine on a throw-away data folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Backend } from "../engine/backend.ts";
import { silentLogger } from "../observability/logger.ts";
import { rememberThrown } from "./failures.ts";
import { INLINE_MODULE, inlineModule } from "./inline.ts";
import { type Invoke, loadModules, type ModuleGlob } from "./modules.ts";
import { inInstance } from "./realm.ts";
import { type ScheduledWork, scheduledWork } from "./scheduled.ts";

export interface TestInstance {
  readonly backend: Backend;
  readonly scheduled: ScheduledWork;
  stop(): Promise<void>;
}

const folders = new Set<string>();
const running = new Set<TestInstance>();

process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Stops every instance of this process, for suites with hundreds of them: `afterEach(stopTestInstances)`. */
export async function stopTestInstances(): Promise<void> {
  await Promise.all([...running].map((instance) => instance.stop()));
}

export async function startTestInstance(input: {
  schema: unknown;
  modules: ModuleGlob;
}): Promise<TestInstance> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "convex-embedded-test-"));
  folders.add(dataDir);
  const backend = new Backend({
    dataDir,
    durability: "off",
    isDev: true,
    isParanoid: false,
    logger: silentLogger,
  });
  const instance: TestInstance = {
    backend,
    scheduled: scheduledWork(backend),
    stop: async () => {
      if (!running.delete(instance)) return;
      await backend.stop();
      rmSync(dataDir, { recursive: true, force: true });
      folders.delete(dataDir);
    },
  };
  running.add(instance);
  // Timers call back outside any context: which instance a handler belongs to is settled where it is entered.
  const invoke: Invoke = (handler) =>
    inInstance(backend.executor, async () => {
      try {
        return await handler();
      } catch (error) {
        rememberThrown(error);
        throw error;
      }
    });
  const modules = await loadModules(input.modules, invoke);
  modules.set(INLINE_MODULE, inlineModule(invoke));
  await inInstance(backend.executor, () =>
    backend.install({
      hash: "test",
      modules,
      schema: input.schema,
      // Cron jobs of the code under test run when a test calls their functions.
      crons: null,
      http: modules.get("http")?.["default"] ?? null,
      authConfig: null,
    }),
  );
  return instance;
}
