/** Console calls of functions as log lines: "[LOG] 'text' { a: 1 }", the form that official clients print. */
import { inspect } from "node:util";

export type LogLevel = "LOG" | "DEBUG" | "INFO" | "WARN" | "ERROR";

const MAX_LINE_LENGTH = 4096;
const MAX_LINES = 256;
const CUT_MARK = " (truncated due to length)";

export function formatLogLine(level: LogLevel, args: readonly unknown[]): string {
  const text = args.map(printed).join(" ");
  const line = `[${level}] ${text}`;
  if (line.length <= MAX_LINE_LENGTH) return line.toWellFormed();
  return line.slice(0, MAX_LINE_LENGTH - CUT_MARK.length).toWellFormed() + CUT_MARK;
}

function printed(value: unknown): string {
  try {
    return inspect(value, { depth: 4, breakLength: 120 });
  } catch {
    return "[uninspectable value]";
  }
}

/** The log lines of one execution, bounded as in an official deployment. */
export class LogLines {
  readonly #lines: string[] = [];

  add(line: string): void {
    if (this.#lines.length < MAX_LINES - 1) this.#lines.push(line);
    else if (this.#lines.length === MAX_LINES - 1) {
      this.#lines.push(`[WARN] Log overflow (maximum ${MAX_LINES}). Remaining log lines omitted.`);
    }
  }

  toArray(): string[] {
    return [...this.#lines];
  }
}

/** A console object whose every method ends in `write`; timers read `now` (milliseconds). */
export function createConsole({
  write,
  now,
}: {
  write(level: LogLevel, args: readonly unknown[]): void;
  now(): number;
}): Partial<Console> {
  const timers = new Map<string, number>();
  const counts = new Map<string, number>();
  const at =
    (level: LogLevel) =>
    (...args: unknown[]) =>
      write(level, args);
  const elapsed = (label: string, args: readonly unknown[]) => {
    const started = timers.get(label);
    if (started === undefined) write("WARN", [`Timer '${label}' does not exist`]);
    else write("INFO", [`${label}: ${now() - started}ms`, ...args]);
  };
  return {
    log: at("LOG"),
    debug: at("DEBUG"),
    info: at("INFO"),
    warn: at("WARN"),
    error: at("ERROR"),
    table: at("LOG"),
    dir: (value: unknown) => write("LOG", [value]),
    group: at("LOG"),
    groupCollapsed: at("LOG"),
    groupEnd: () => undefined,
    trace: at("LOG"),
    assert: (isTrue?: boolean, ...args: unknown[]) => {
      if (!isTrue) write("ERROR", ["Assertion failed", ...args]);
    },
    time: (label = "default") => void timers.set(label, now()),
    timeLog: (label = "default", ...args: unknown[]) => elapsed(label, args),
    timeEnd: (label = "default") => {
      elapsed(label, []);
      timers.delete(label);
    },
    count: (label = "default") => {
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      write("LOG", [`${label}: ${count}`]);
    },
    countReset: (label = "default") => void counts.delete(label),
  };
}
