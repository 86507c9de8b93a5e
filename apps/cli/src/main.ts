import { exportCommand, importCommand } from "./accountFile.ts";
import { printHelp } from "./help.ts";
import { runtimeCommand } from "./runtimeJoin.ts";
import { start } from "./start.ts";

/** The `mc` command. An unknown command prints the help and exits with 2. */
export async function main(argv: readonly string[]): Promise<void> {
  const [command = "start", ...rest] = argv;
  if (command === "start" && rest.length === 0) return start();
  if (command === "runtime") return runtimeCommand(rest);
  if (command === "export") return exportCommand(rest);
  if (command === "import") return importCommand(rest);
  printHelp();
  process.exitCode = ["help", "--help", "-h"].includes(command) ? 0 : 2;
}
