/** Functions over plain HTTP: /api/query, /api/mutation, /api/action, /api/function, /api/run (SPEC "HTTP API"). */
import type { Call, Executor, FunctionResult } from "../code/executor.ts";
import type { Database } from "../store/database.ts";
import { fromWire, type JSONValue, type Value } from "../values/json.ts";
import type { Authenticator, Verified } from "./authenticator.ts";
import { type Exchange, HttpError } from "./exchange.ts";
import { MAX_BATCHED_QUERIES, maxBytesOf } from "./limits.ts";
import { encodeTs } from "./protocol.ts";

export type Route = (exchange: Exchange) => Promise<void>;

export interface FunctionApiInput {
  readonly executor: Executor;
  readonly authenticator: Authenticator;
  readonly database: Database;
}

type Run = (executor: Executor, call: Call) => Promise<FunctionResult>;
type Format = "convex_encoded_json" | "json";

const RUNS: Readonly<Record<string, Run>> = {
  query: (executor, call) => executor.runQueryOnce(call),
  mutation: (executor, call) => executor.runMutationOnce(call),
  action: (executor, call) => executor.runAction(call),
  function: (executor, call) => executor.runAny(call),
};

/** Routes by "METHOD path". Who calls is known before the body is read: it decides how large that may be. */
export function functionRoutes(host: FunctionApiInput): Map<string, Route> {
  const routes = new Map<string, Route>();
  const runQuery = RUNS["query"] ?? notFound;
  for (const [name, run] of Object.entries(RUNS)) {
    routes.set(`POST /api/${name}`, async (exchange) => {
      const by = await callerOf(host, exchange);
      const body = await exchange.json(maxBytesOf(by.subject));
      await answer(host, exchange, { ...readCall(body), run, by });
    });
  }
  routes.set("GET /api/query", async (exchange) => {
    const by = await callerOf(host, exchange);
    const { searchParams } = exchange.url;
    const args = parseArgs(searchParams.get("args") ?? "{}");
    const body = { path: searchParams.get("path"), args, format: searchParams.get("format") };
    await answer(host, exchange, { ...readCall(body), run: runQuery, by });
  });
  routes.set("POST /api/query_ts", async (exchange) => {
    exchange.jsonText(200, JSON.stringify({ ts: encodeTs(host.database.latestTs) }));
  });
  routes.set("POST /api/query_at_ts", async (exchange) => {
    const by = await callerOf(host, exchange);
    const body = await exchange.json(maxBytesOf(by.subject));
    if (body["ts"] !== encodeTs(host.database.latestTs)) {
      throw new HttpError(
        400,
        "SnapshotTooOld",
        "This host reads the newest state only; ask for a new timestamp.",
      );
    }
    await answer(host, exchange, { ...readCall(body), run: runQuery, by });
  });
  routes.set("POST /api/query_batch", async (exchange) => {
    const by = await callerOf(host, exchange);
    const { queries } = await exchange.json(maxBytesOf(by.subject));
    if (!Array.isArray(queries) || queries.length > MAX_BATCHED_QUERIES) {
      throw new HttpError(
        400,
        "BadJsonBody",
        `\`queries\` must be an array of at most ${MAX_BATCHED_QUERIES} queries.`,
      );
    }
    const calls = queries.map(readCall);
    const results: string[] = [];
    for (const call of calls) {
      results.push(await resultText(host, exchange, { ...call, run: runQuery, by }));
    }
    exchange.jsonText(200, `{"results":[${results.join(",")}]}`);
  });
  return routes;
}

/** POST /api/run/<module/path>/<function>, in plain JSON unless asked otherwise. */
export async function runByUrl(host: FunctionApiInput, exchange: Exchange): Promise<void> {
  const identifier = decoded(exchange.url.pathname.slice("/api/run/".length));
  const slash = identifier.lastIndexOf("/");
  const path = slash === -1 ? identifier : `${identifier.slice(0, slash)}:${identifier.slice(slash + 1)}`;
  const by = await callerOf(host, exchange);
  const body = await exchange.json(maxBytesOf(by.subject));
  const call = readCall({ format: "json", ...body, path });
  await answer(host, exchange, { ...call, run: RUNS["function"] ?? notFound, by });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new HttpError(400, "BadPath", "The path is not percent-encoded text.");
  }
}

const notFound: Run = () => Promise.reject(new HttpError(404, "NotFound", "No such route."));

interface RequestedCall {
  readonly path: string;
  readonly args: JSONValue;
  readonly format: Format;
}

function readCall(body: unknown): RequestedCall {
  const { path, args, format } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof path !== "string") throw new HttpError(400, "BadJsonBody", "`path` must be a string.");
  const first: unknown = Array.isArray(args) ? (args[0] ?? {}) : (args ?? {});
  if (typeof first !== "object" || first === null || Array.isArray(first)) {
    throw new HttpError(400, "BadJsonBody", "`args` must be an object.");
  }
  return {
    path,
    args: first as JSONValue,
    format:
      format === "convex_encoded_json"
        ? "convex_encoded_json"
        : format === "json"
          ? "json"
          : "convex_encoded_json",
  };
}

function parseArgs(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, "BadJsonBody", "`args` is not JSON.");
  }
}

type Known = Extract<Verified, { kind: "accepted" }>;

/** Throws HttpError 401 for credentials that are none, and 503 when they cannot be checked now. */
async function callerOf({ authenticator }: FunctionApiInput, exchange: Exchange): Promise<Known> {
  const verified = await authenticator.fromHeader(exchange.request.headers.authorization);
  if (verified.kind === "accepted") return verified;
  throw new HttpError(verified.isTransient ? 503 : 401, verified.code, verified.message);
}

type AskedCall = RequestedCall & { readonly run: Run; readonly by: Known };

async function answer(host: FunctionApiInput, exchange: Exchange, call: AskedCall): Promise<void> {
  exchange.jsonText(200, await resultText(host, exchange, call));
}

async function resultText(
  host: FunctionApiInput,
  exchange: Exchange,
  { path, args, format, run, by }: AskedCall,
): Promise<string> {
  const caller = exchange.caller(by.subject, by.token);
  const result = await run(host.executor, { path, args, caller });
  const logLines = JSON.stringify(result.logLines);
  if (result.ok) {
    const value =
      format === "json"
        ? JSON.stringify(plainJson(fromWire(JSON.parse(result.value) as JSONValue)))
        : result.value;
    return `{"status":"success","value":${value},"logLines":${logLines}}`;
  }
  const { errorMessage, errorData } = result;
  const data = errorData === undefined || format !== "json" ? errorData : plainJson(fromWire(errorData));
  return JSON.stringify({ status: "error", errorMessage, errorData: data, logLines: result.logLines });
}

/** The "json" format: int64 as decimal text, bytes as base64, special floats by name. */
function plainJson(value: Value | undefined): JSONValue {
  switch (typeof value) {
    case "bigint":
      return value.toString();
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "object":
      if (value === null) return null;
      if (value instanceof ArrayBuffer) return Buffer.from(value).toString("base64");
      if (Array.isArray(value)) return value.map(plainJson);
      return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plainJson(field)]));
    case "string":
    case "boolean":
      return value;
    case "undefined":
    case "function":
    case "symbol":
      return null;
  }
}
