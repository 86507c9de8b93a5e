import { exportUsage, importUsage } from "./accountFile.ts";
import { settingHelp } from "./config.ts";

/** Prints the commands and every setting. */
export function printHelp(): void {
  const lines = Object.entries(settingHelp).map(([name, help]) => `  ${name.padEnd(20)} ${help}`);
  process.stdout.write(
    [
      "mc start     run the backend, the dashboard and the runtimes (the same as `npm start`)",
      "mc runtime   join: make this machine a runtime of an account; start: run it again",
      "mc export    write an account of this installation into a file, while it runs",
      `             ${exportUsage}`,
      "             exits with 3 when the file is whole but for bytes of files, which it names and counts",
      "mc import    found an account from such a file; the same file goes on where it stopped",
      `             ${importUsage}`,
      "mc help      this text",
      "",
      "Settings, by environment variable:",
      ...lines,
      "",
    ].join("\n"),
  );
}
