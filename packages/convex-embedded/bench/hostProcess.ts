// A host in a process of its own, for benchmarks: started by startBenchHost, told what to do by messages.
import { type Logger, silentLogger, startEmbeddedBackend } from "../src/index.ts";

/** Documents read and written by the newest run of each function. */
const costs = new Map<string, { read: number; written: number }>();
const logger: Logger = {
  ...silentLogger,
  debug: (message, fields) => {
    if (message !== "a function ran" || fields === undefined) return;
    const { path, documentsRead, documentsWritten } = fields;
    costs.set(String(path), { read: Number(documentsRead), written: Number(documentsWritten) });
  },
};
const options = JSON.parse(process.argv[2] ?? "{}") as {
  functionsDir: string;
  dataDir: string;
  env: Record<string, string>;
};
const host = await startEmbeddedBackend({ ...options, port: 0, isDev: false, logger });

process.on("message", (message: { id: number; ask: "usage" | "stop" }) => {
  if (message.ask === "usage") {
    process.send?.({ id: message.id, cpu: process.cpuUsage(), costs: Object.fromEntries(costs) });
    return;
  }
  void host.stop().then(() => process.send?.({ id: message.id }, () => process.exit(0)));
});
process.send?.({ url: host.url });
