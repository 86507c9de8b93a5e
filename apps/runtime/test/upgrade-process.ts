/**
 * A runtime in a process of its own for self-upgrade.test.ts: it is ordered to upgrade, and dies by SIGKILL the moment a
 * step is in its journal, when it was told which. What it waits for, and its whole log, is on its standard output: the test
 * shows it when the process has to be ended from outside.
 */
import { writeSync } from "node:fs";
import { destination, pino } from "pino";
import { loadConfig } from "../src/config.ts";
import { composeRuntime } from "../src/main.ts";
import { UpgradeJournal } from "../src/upgrade/journal.ts";
import { FakeMissionControl } from "./fake-mission-control.ts";

const [version, killAt] = [process.env["TEST_VERSION"] ?? "", process.env["TEST_KILL_AT"] ?? ""];
const say = (line: string) => void writeSync(process.stdout.fd, `${line}\n`);
const write = UpgradeJournal.prototype.write;
UpgradeJournal.prototype.write = async function dieAfter(entry) {
  await write.call(this, entry);
  say(`step ${entry.step}`);
  if (entry.step === killAt) process.kill(process.pid, "SIGKILL");
};
const office = new FakeMissionControl();
const log = pino({ level: "debug", base: null }, destination({ dest: process.stdout.fd, sync: true }));
const runtime = composeRuntime(loadConfig(), office, log);
const order = office.order("upgrade", version);
say("waits for the start");
await runtime.runner.start();
say("waits for the end of the order");
await office.until(() => order.ended !== null);
say("waits to be online");
await office.until(() => office.reports.at(-1)?.status === "online");
say("waits for the stop");
await runtime.runner.stop("done");
say(`ended ${order.ended ?? ""}`);
process.exit(0);
