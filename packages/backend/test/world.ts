/** A small office to test in: an account with its people, agents and runtime, built through the public functions. */
import type { RuntimeReport } from "@mc/shared/runtime/report";
import { api, internal } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import type { TestBackend } from "./backends";

export const ISSUER = "https://local.mission-control";

export type Person = { as: TestBackend; memberId: Id<"memberships">; name: string; email: string };

export type World = {
  t: TestBackend;
  accountId: Id<"accounts">;
  slug: string;
  owner: Person;
  serviceToken: string;
};

export function identityOf(name: string) {
  const subject = name.toLowerCase().replaceAll(" ", "-");
  return {
    issuer: ISSUER,
    subject,
    tokenIdentifier: `${ISSUER}|${subject}`,
    name,
    email: `${subject}@example.org`,
  };
}

/** An account founded by `ownerName`, without agents, with a runtime token. */
export async function createWorld(t: TestBackend, ownerName = "Ada"): Promise<World> {
  const as = t.withIdentity(identityOf(ownerName));
  const { accountId, slug } = await as.mutation(api.accounts.create, {
    name: `${ownerName} Works`,
    withDemoTeam: false,
  });
  const { memberId } = await as.query(api.accounts.bySlug, { slug });
  const { token } = await as.mutation(api.serviceTokens.create, { accountId, name: "test runtime" });
  const owner = { as, memberId, name: ownerName, email: identityOf(ownerName).email };
  return { t, accountId, slug, owner, serviceToken: token };
}

/** Someone joins by invitation. */
export async function join(
  world: World,
  name: string,
  role: "viewer" | "member" | "admin" = "member",
): Promise<Person> {
  const { token } = await world.owner.as.mutation(api.invitations.create, {
    accountId: world.accountId,
    role,
  });
  const as = world.t.withIdentity(identityOf(name));
  await as.mutation(api.invitations.accept, { token });
  const { memberId } = await as.query(api.accounts.bySlug, { slug: world.slug });
  return { as, memberId, name, email: identityOf(name).email };
}

export async function addAgent(world: World, name: string, role = "Engineer") {
  const { accountId, owner } = world;
  return await owner.as.mutation(api.agents.create, { accountId, name, role });
}

/** An agent that works outside the gateway. */
export async function addExternal(world: World, name: string, role = "Engineer") {
  const { accountId, owner } = world;
  return await owner.as.mutation(api.agents.create, { accountId, name, role, runsIn: "external" });
}

export async function addTask(
  world: World,
  fields: { title?: string; agentIds?: Id<"agents">[]; memberIds?: Id<"memberships">[] } = {},
) {
  const { accountId, owner } = world;
  return await owner.as.mutation(api.tasks.create, { accountId, title: "Write the plan", ...fields });
}

export async function readTask(world: World, number: number) {
  return await world.owner.as.query(api.tasks.get, { accountId: world.accountId, number });
}

export async function queueOf({ t, serviceToken }: World) {
  return await t.query(api.service.runs.queue, { serviceToken });
}

/** Leases the first free run, which must be there. */
export async function leaseFirst(world: World, leaseMs = 60_000) {
  const [first] = (await queueOf(world)).ready;
  if (!first) throw new TypeError("no run is free");
  const lease = await world.t.mutation(api.service.runs.lease, {
    serviceToken: world.serviceToken,
    runId: first.runId,
    leaseMs,
  });
  if (lease.kind !== "leased") throw new TypeError(`not leased: ${lease.reason}`);
  return lease;
}

export const USAGE = {
  input: 100,
  output: 20,
  cacheRead: 0,
  cacheWrite: 0,
  costUsd: 0.01,
  basis: "billed" as const,
};

export async function complete(
  world: World,
  lease: { runId: Id<"runs">; fence: number },
  answer: string | null = "Done.",
) {
  const { t, serviceToken } = world;
  const { runId, fence } = lease;
  return await t.mutation(api.service.runs.complete, {
    serviceToken,
    runId,
    fence,
    answer,
    model: "demo/scripted",
    isDemoModel: true,
    usage: USAGE,
  });
}

export async function fail(world: World, lease: { runId: Id<"runs">; fence: number }, isRetryable = true) {
  const { t, serviceToken } = world;
  const { runId, fence } = lease;
  const error = { code: "provider_error", message: "The model did not answer." };
  return await t.mutation(api.service.runs.fail, { serviceToken, runId, fence, error, isRetryable });
}

export function report(fields: Partial<RuntimeReport> = {}): RuntimeReport {
  return {
    status: "online",
    reasons: [],
    runtimeVersion: "0.1.0",
    openclawVersion: "2026.9.6",
    gateway: { state: "ready", since: 1 },
    install: null,
    model: { ref: "demo/scripted", isDemo: true },
    activeTurns: 0,
    ...fields,
  };
}

export async function activityTypes(world: World): Promise<string[]> {
  const page = await world.owner.as.query(api.activities.list, {
    accountId: world.accountId,
    paginationOpts: { numItems: 100, cursor: null },
  });
  return page.page.map((row) => row.type);
}

export async function inbox({ accountId }: World, person: Person) {
  const page = await person.as.query(api.notifications.list, {
    accountId,
    paginationOpts: { numItems: 100, cursor: null },
  });
  return page.page;
}

/** Puts a file into the storage, as a client does through the upload address, and attaches it. */
export async function upload(
  { t, accountId, owner }: World,
  file: { name?: string; content?: BlobPart; taskId?: Id<"tasks">; kind?: "template" } = {},
) {
  const { name = "notes.md", content = "# Notes", ...place } = file;
  const storageId = await t.action(async (ctx) => await ctx.storage.store(new Blob([content])));
  return await owner.as.mutation(api.documents.attachUpload, { accountId, storageId, name, ...place });
}

/** The data of a refusal; a call that succeeds is a failure of the test. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; current?: string; candidates?: string[] }> {
  let error: unknown;
  try {
    await call;
  } catch (thrown) {
    error = thrown;
  }
  if (typeof error !== "object" || error === null || !("data" in error)) {
    throw new TypeError(`expected a refusal, got ${String(error)}`);
  }
  const { data } = error;
  return (typeof data === "string" ? JSON.parse(data) : data) as { code: string; message: string };
}

export { api, internal };
