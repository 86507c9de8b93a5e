#!/usr/bin/env node
/** Command line of the host: `convex-embedded codegen`. */
import { parseArgs } from "node:util";
import { generate } from "./codegen/index.ts";

const USAGE = `Usage:
  convex-embedded codegen --functions DIR [--check]    write DIR/_generated, or only check that it is up to date
`;

function codegen(args: string[]): number {
  const { values } = parseArgs({
    args,
    options: { functions: { type: "string" }, check: { type: "boolean", default: false } },
  });
  if (values.functions === undefined) return usage("codegen needs --functions DIR");
  const { changed } = generate(values.functions, { isCheck: values.check });
  if (changed.length === 0) return 0;
  console.log(
    values.check
      ? `Out of date in _generated: ${changed.join(", ")}. Run codegen.`
      : `Wrote ${changed.join(", ")}.`,
  );
  return values.check ? 1 : 0;
}

function usage(problem: string): number {
  console.error(`${problem}\n\n${USAGE}`);
  return 2;
}

const [command, ...rest] = process.argv.slice(2);
process.exitCode = command === "codegen" ? codegen(rest) : usage(`Unknown command ${command ?? "(none)"}`);
