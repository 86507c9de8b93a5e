import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, it } from "vitest";
import { FakeMissionControl } from "../test/fake-mission-control.ts";
import { CommandService } from "./commands.ts";
import type { GatewayControl } from "./gateway/control.ts";
import type { SelfUpgrade } from "./self-upgrade.ts";
import { type Service, ServiceRunner } from "./service/service.ts";
import { ActiveVersion } from "./upgrade/active-version.ts";
import { CommandOutcomes } from "./upgrade/outcomes.ts";

it("an upgrade is left to the next process before the gateway stops, and blames no version for that", async () => {
  const dir = await mkdtemp(join(tmpdir(), "mc-commands-"));
  const logger = pino({ level: "silent" });
  const office = new FakeMissionControl();
  const [begun, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const upgrade: Pick<SelfUpgrade, "interrupted" | "run"> = {
    interrupted: async () => null,
    run: async (_wanted, signal) => {
      begun.resolve();
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => {
        left.resolve();
        reject(signal.reason as Error);
      });
      return await promise;
    },
  };
  const commands = new CommandService({
    missionControl: office,
    gateway: {} as GatewayControl,
    upgrade: upgrade as SelfUpgrade,
    active: new ActiveVersion({ runtimeDir: dir, configFile: join(dir, "none") }, "1.0.0"),
    outcomes: new CommandOutcomes(dir),
    logger,
    pin: "1.0.0",
    readyWithinMs: 1,
    checkIn: async () => undefined,
    collectLogs: async () => "",
    restartProcess: null,
  });
  const gateway: Service = { name: "gateway", start: async () => undefined, stop: () => left.promise };
  const runner = new ServiceRunner([commands, gateway], logger);
  await runner.start();
  const order = office.order("upgrade", "2.0.0");
  await begun.promise;
  await runner.stop("enough");
  expect(order.ended).toBeNull();
  await rm(dir, { recursive: true, force: true });
});
