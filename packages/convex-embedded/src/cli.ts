#!/usr/bin/env node
/** Command line of the host: start, backup, codegen. */
import { parseArgs } from "node:util";
import { backUp } from "./cli/backup.ts";
import { readStartOptions, startHelp, UsageError } from "./cli/options.ts";
import { BundleError } from "./code/errors.ts";
import { generate } from "./codegen/index.ts";

const USAGE = `Usage:
  convex-embedded start OPTIONS                        run a deployment until SIGINT or SIGTERM
${startHelp()}
  convex-embedded backup --data DIR --to DIR           copy a data folder, also while its host runs
  convex-embedded codegen --functions DIR [--check]    write DIR/_generated, or only check that it is up to date
`;

async function start(args: string[]): Promise<number> {
  const options = readStartOptions(args, process.env);
  // Functions see UTC, as in a deployment.
  process.env["TZ"] = "UTC";
  const { startEmbeddedBackend } = await import("./index.ts");
  const backend = await startEmbeddedBackend(options);
  console.log(JSON.stringify({ ready: true, url: backend.url, siteUrl: backend.siteUrl }));
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  await backend.stop();
  return 0;
}

function backup(args: string[]): number {
  const { values } = parseArgs({ args, options: { data: { type: "string" }, to: { type: "string" } } });
  if (values.data === undefined || values.to === undefined)
    throw new UsageError("backup needs --data DIR and --to DIR");
  backUp({ dataDir: values.data, to: values.to });
  console.log(`Wrote ${values.to}.`);
  return 0;
}

function codegen(args: string[]): number {
  const { values } = parseArgs({
    args,
    options: { functions: { type: "string" }, check: { type: "boolean", default: false } },
  });
  if (values.functions === undefined) throw new UsageError("codegen needs --functions DIR");
  const { changed } = generate(values.functions, { isCheck: values.check });
  if (changed.length === 0) return 0;
  console.log(
    values.check
      ? `Out of date in _generated: ${changed.join(", ")}. Run codegen.`
      : `Wrote ${changed.join(", ")}.`,
  );
  return values.check ? 1 : 0;
}

async function run([command, ...rest]: string[]): Promise<number> {
  if (command === "start") return await start(rest);
  if (command === "backup") return backup(rest);
  if (command === "codegen") return codegen(rest);
  if (command !== "help" && command !== "--help")
    throw new UsageError(`Unknown command ${command ?? "(none)"}`);
  console.log(USAGE);
  return 0;
}

/** What a person can mend is told in one sentence; everything else with its stack. */
function tell(error: unknown): number {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS") === true;
  if (isUsage) console.error(`${(error as Error).message}\n\n${USAGE}`);
  else if (
    error instanceof BundleError ||
    (error as Error).name === "StartError" ||
    (error as Error).name === "SchemaError"
  ) {
    console.error((error as Error).message);
  } else console.error(error);
  return isUsage ? 2 : 1;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = tell(error);
}
