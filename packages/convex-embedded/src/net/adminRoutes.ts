/** What the official command line and the supervisor ask for with the admin key. */
import type { Backend } from "../engine/backend.ts";
import type { Authenticator } from "./authenticator.ts";
import { type Exchange, HttpError } from "./exchange.ts";
import type { Route } from "./functionApi.ts";
import { MAX_KNOWN_BYTES } from "./limits.ts";

const MAX_VARIABLES = 1_000;
const MAX_VALUE_BYTES = 8 * 1024;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,255}$/;

export interface AdminInput {
  readonly backend: Backend;
  readonly authenticator: Authenticator;
  readonly reload: () => Promise<void>;
}

export function adminRoutes(input: AdminInput): [string, Route][] {
  const { backend, reload } = input;
  return [
    [
      "POST /api/update_environment_variables",
      async (exchange) => {
        await requireAdmin(input, exchange);
        await backend.changeEnv(
          readChanges((await exchange.json(MAX_KNOWN_BYTES))["changes"], Object.keys(backend.env()).length),
        );
        await reload();
        exchange.jsonText(200, "null");
      },
    ],
    [
      "POST /api/reload",
      async (exchange) => {
        await requireAdmin(input, exchange);
        await reload();
        exchange.jsonText(200, JSON.stringify({ code: backend.code.hash }));
      },
    ],
  ];
}

/** Throws HttpError 401 for everyone without the admin key. */
export async function requireAdmin(
  { authenticator }: Pick<AdminInput, "authenticator">,
  exchange: Exchange,
): Promise<void> {
  const verified = await authenticator.fromHeader(exchange.request.headers.authorization);
  if (verified.kind === "accepted" && verified.subject.isAdmin) return;
  throw new HttpError(401, "BadDeployKey", "This needs the deployment's admin key.");
}

function readChanges(changes: unknown, known: number): Map<string, string | null> {
  if (!Array.isArray(changes)) throw new HttpError(400, "BadJsonBody", "`changes` must be an array.");
  const read = new Map<string, string | null>();
  for (const change of changes as ({ name?: unknown; value?: unknown } | null)[]) {
    const { name, value } = change ?? {};
    if (typeof name !== "string" || !VARIABLE_NAME.test(name)) {
      throw new HttpError(400, "EnvVarNameInvalid", `${JSON.stringify(name)} is not a name for a variable.`);
    }
    if (value !== undefined && value !== null && typeof value !== "string") {
      throw new HttpError(400, "EnvVarValueInvalid", `The value of ${name} must be text.`);
    }
    if (typeof value === "string" && Buffer.byteLength(value) > MAX_VALUE_BYTES) {
      throw new HttpError(
        400,
        "EnvVarTooLarge",
        `The value of ${name} is larger than ${MAX_VALUE_BYTES} bytes.`,
      );
    }
    read.set(name, value ?? null);
  }
  if (known + read.size > MAX_VARIABLES) throw new HttpError(400, "EnvVarLimit", "Too many variables.");
  return read;
}
