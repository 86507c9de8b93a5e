/** Structured logs on stdout: one JSON object per line, secrets removed by field name at any depth that we log. */
import { type Logger, pino } from "pino";
import type { RuntimeConfig } from "../config.ts";

export type { Logger } from "pino";

const SECRET_FIELDS = [
  "token",
  "serviceToken",
  "apiKey",
  "key",
  "authorization",
  "password",
  "secret",
  "cookie",
];

export function createLogger(level: RuntimeConfig["logLevel"], destination?: NodeJS.WritableStream): Logger {
  return pino(
    {
      level,
      base: { service: "runtime" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`]),
        censor: "[redacted]",
      },
    },
    destination ?? pino.destination({ dest: 1, sync: false, minLength: 0 }),
  );
}
