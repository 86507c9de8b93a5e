/** The calls of a test instance, untyped: `index.ts` gives them convex-test's types. */
import { type FunctionReference, getFunctionName, type UserIdentity } from "convex/server";
import { type JSONValue, jsonToConvex, type Value } from "convex/values";
import type { Identity } from "../auth/identity.ts";
import { newRequestId } from "../code/errors.ts";
import type { Caller } from "../code/execution.ts";
import type { FunctionResult } from "../code/executor.ts";
import { toWire } from "../values/json.ts";
import { errorOf } from "./failures.ts";
import { expectInline, INLINE_MODULE, type InlineFunction } from "./inline.ts";
import { startTestInstance, type TestInstance } from "./instance.ts";
import type { ModuleGlob } from "./modules.ts";
import { inInstance } from "./realm.ts";
import { finishAll, finishInProgress } from "./scheduled.ts";

type Kind = "query" | "mutation" | "action";
type Callable = FunctionReference<Kind, "public" | "internal"> | InlineFunction;

export interface Calls {
  query(callable: Callable, args?: Record<string, Value>): Promise<unknown>;
  mutation(callable: Callable, args?: Record<string, Value>): Promise<unknown>;
  action(callable: Callable, args?: Record<string, Value>): Promise<unknown>;
  run(work: InlineFunction): Promise<unknown>;
  fetch(pathQueryFragment: string, init?: RequestInit): Promise<Response>;
  finishInProgressScheduledFunctions(): Promise<void>;
  finishAllScheduledFunctions(advanceTimers: () => void, maxIterations?: number): Promise<void>;
  withIdentity(identity: Partial<UserIdentity>): Calls;
}

export function createCalls(input: { schema: unknown; modules: ModuleGlob }): Calls {
  // Started by the first call: convexTest itself is synchronous.
  let starting: Promise<TestInstance> | null = null;
  return callsAs(null, () => {
    starting ??= startTestInstance(input);
    return starting;
  });
}

function callsAs(identity: Identity | null, start: () => Promise<TestInstance>): Calls {
  const call = async (kind: Kind, callable: Callable, args: Record<string, Value> = {}): Promise<unknown> => {
    const { executor } = (await start()).backend;
    const caller = newCaller(identity);
    if (typeof callable === "function") expectInline(caller, callable);
    const path = typeof callable === "function" ? `${INLINE_MODULE}:${kind}` : getFunctionName(callable);
    const request = { path, args: toWire(args), caller };
    return answerOf(
      caller,
      await inInstance(executor, () => {
        if (kind === "query") return executor.runQueryOnce(request);
        return kind === "mutation" ? executor.runMutationOnce(request) : executor.runAction(request);
      }),
    );
  };
  return {
    query: (callable, args) => call("query", callable, args),
    mutation: (callable, args) => call("mutation", callable, args),
    action: (callable, args) => call("action", callable, args),
    run: (work) => call("mutation", work),
    fetch: async (path, init) =>
      fetchRoute((await start()).backend, { path, init, caller: newCaller(identity) }),
    finishInProgressScheduledFunctions: async () => finishInProgress((await start()).scheduled),
    finishAllScheduledFunctions: async (advanceTimers, maxIterations = 100) =>
      finishAll((await start()).scheduled, { advanceTimers, maxIterations }),
    withIdentity: (attributes) => callsAs(identityFrom(attributes), start),
  };
}

/** Tests may call internal functions too. */
function newCaller(identity: Identity | null): Caller {
  return {
    identity,
    isAdmin: true,
    authToken: null,
    ip: null,
    userAgent: null,
    requestId: newRequestId(),
    scheduledFunctionId: null,
  };
}

function identityFrom(attributes: Partial<UserIdentity>): Identity {
  const issuer = attributes.issuer ?? "https://convex.test";
  const subject = attributes.subject ?? String(Math.abs(hashOf(JSON.stringify(attributes))));
  const tokenIdentifier = attributes.tokenIdentifier ?? `${issuer}|${subject}`;
  return { ...(attributes as Record<string, JSONValue>), issuer, subject, tokenIdentifier };
}

/** Different attributes, different people. */
function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function answerOf(caller: Caller, result: FunctionResult): Value {
  if (!result.ok) throw errorOf(caller, result);
  return jsonToConvex(JSON.parse(result.value) as JSONValue);
}

async function fetchRoute(
  { executor, code }: TestInstance["backend"],
  { path, init, caller }: { path: string; init: RequestInit | undefined; caller: Caller },
): Promise<Response> {
  const url = new URL(path, "https://some.convex.site");
  const found = code.http?.lookup(url.pathname, init?.method ?? "GET") ?? null;
  if (found === null) return new Response(`No HttpAction routed for ${url.pathname}`, { status: 404 });
  const request = new Request(url, init);
  const outcome = await inInstance(executor, () =>
    executor.runHttpAction(found[0], { path: url.pathname, request, caller }),
  );
  if ("failure" in outcome) throw errorOf(caller, outcome.failure);
  return outcome.response;
}
