/** A host in a process of its own, to be killed: `node hostProcess.ts <dataDir> <port>`. */
import path from "node:path";
import { silentLogger, startEmbeddedBackend } from "../../src/index.ts";

const [dataDir = "", port = "0"] = process.argv.slice(2);
const host = await startEmbeddedBackend({
  functionsDir: path.join(import.meta.dirname, "..", "fixtures", "app"),
  dataDir,
  port: Number(port),
  env: { TEST_JWKS: "data:application/json,{}" },
  logger: silentLogger,
});
process.stdout.write(`${host.url}\n`);
