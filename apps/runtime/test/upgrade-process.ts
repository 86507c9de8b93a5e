/**
 * A runtime in a process of its own for self-upgrade.test.ts: it is ordered to upgrade, and dies by SIGKILL the moment a
 * step is in its journal, when it was told which.
 */
import { pino } from "pino";
import { loadConfig } from "../src/config.ts";
import { composeRuntime } from "../src/main.ts";
import { UpgradeJournal } from "../src/upgrade/journal.ts";
import { FakeMissionControl } from "./fake-mission-control.ts";

const [version, killAt] = [process.env["TEST_VERSION"] ?? "", process.env["TEST_KILL_AT"] ?? ""];
const write = UpgradeJournal.prototype.write;
UpgradeJournal.prototype.write = async function dieAfter(entry) {
  await write.call(this, entry);
  if (entry.step === killAt) process.kill(process.pid, "SIGKILL");
};
const office = new FakeMissionControl();
const runtime = composeRuntime(loadConfig(), office, pino({ level: "silent" }));
const order = office.order("upgrade", version);
await runtime.runner.start();
await office.until(() => order.ended !== null);
await office.until(() => office.reports.at(-1)?.status === "online");
await runtime.runner.stop("done");
process.stdout.write(`ended ${order.ended ?? ""}\n`);
process.exit(0);
