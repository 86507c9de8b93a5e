/**
 * Every public and service function, found in the registered exports, called by those who may not: nobody, a
 * member of another account, a wrong token, and with ids of another account. All are refused, with the very
 * words of an id that does not exist, and nothing is written.
 */
import { type FunctionReference, makeFunctionReference } from "convex/server";
import { describe, expect, test, vi } from "vitest";
import type { Id, TableNames } from "../convex/_generated/dataModel";
import schema from "../convex/schema";
import { BACKENDS, type TestBackend } from "./backends";
import { PUBLIC_FUNCTIONS, type Registered, type ValidatorJson } from "./registered";
import {
  addAgent,
  addExternal,
  addTask,
  api,
  complete,
  createWorld,
  join,
  leaseFirst,
  refusal,
  report,
  upload,
  type World,
} from "./world";

vi.stubEnv("MC_VAPID_PUBLIC_KEY", "public");
vi.stubEnv("MC_VAPID_PRIVATE_KEY", "private");
vi.stubEnv("MC_VAPID_SUBJECT", "mailto:ops@example.org");

type Ids = (table: string) => string;
type Furnished = { sessionKey: string; agentToken: string; lease: string };
type Office = {
  t: TestBackend;
  mine: World;
  theirs: World;
  own: Ids;
  foreign: Ids;
  unknown: Ids;
  inside: Furnished;
  abroad: Furnished;
};

const PERSONAL = PUBLIC_FUNCTIONS.filter(({ declaration }) =>
  /^(account|admin)/.test(declaration?.builder ?? ""),
);
const IDENTITY = PUBLIC_FUNCTIONS.filter(({ declaration }) => declaration?.builder.startsWith("identity"));
const FLEET = PUBLIC_FUNCTIONS.filter(({ declaration }) => declaration?.builder.startsWith("fleet"));
const ENROLMENT = PUBLIC_FUNCTIONS.filter(({ declaration }) => declaration?.builder === "enrolmentMutation");
const SERVICE = PUBLIC_FUNCTIONS.filter(({ path }) => path.startsWith("service/"));
/** What was tried, for the document that the last test writes. */
const ATTACKS = new Map<string, { calls: number; answer: string }>();
const TABLES = Object.keys(schema.tables) as TableNames[];

/** An account in which every table that a function can name has a row, and another one just like it. */
async function createOffice(t: TestBackend): Promise<Office> {
  const [mine, theirs] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
  const inside = await furnish(mine);
  const abroad = await furnish(theirs);
  await mine.owner.as.mutation(api.fleet.start, {
    version: "2026.9.9",
    strategy: { kind: "immediate", maxFailurePercent: 10 },
    runtimeIds: null,
    canaryIds: [],
    excludedIds: [],
    startAt: Date.now() + 3_600_000,
    window: null,
  });
  const byAccount = async (accountId: Id<"accounts">) =>
    await t.run(async (ctx) => {
      const ids = new Map<string, string>([["accounts", accountId]]);
      for (const table of TABLES) {
        const rows = await ctx.db.query(table).take(500);
        const row = rows.find((found) => "accountId" in found && found.accountId === accountId);
        if (row) ids.set(table, row._id);
      }
      const files = await ctx.db.query("files").take(500);
      const file = files.find((found) => found.accountId === accountId);
      if (file) ids.set("_storage", file.storageId);
      return [...ids];
    });
  const unknown = await t.run(async (ctx) => {
    const ids = new Map<string, string>();
    for (const table of TABLES) {
      const row = (await ctx.db.query(table).take(1))[0];
      if (!row) continue;
      const { _id, _creationTime, ...fields } = row;
      const id = await ctx.db.insert(table, fields as never);
      await ctx.db.delete(table, id as never);
      ids.set(table, id);
    }
    return [...ids];
  });
  unknown.push(["_storage", await unknownFile(t)]);
  const pick = (pairs: [string, string][]) => (table: string) => {
    const id = new Map(pairs).get(table);
    if (id === undefined) throw new TypeError(`no row in ${table}`);
    return id;
  };
  const [own, foreign] = [pick(await byAccount(mine.accountId)), pick(await byAccount(theirs.accountId))];
  return { t, mine, theirs, own, foreign, unknown: pick(unknown), inside, abroad };
}

async function furnish(world: World): Promise<Furnished> {
  const { accountId, owner } = world;
  const agent = await addAgent(world, "Theo");
  const task = await addTask(world, { agentIds: [agent.agentId], memberIds: [owner.memberId] });
  await owner.as.mutation(api.messages.create, {
    accountId,
    taskId: task.taskId,
    body: "hello",
    clientKey: "1",
  });
  const { documentId } = await owner.as.mutation(api.documents.create, {
    accountId,
    taskId: task.taskId,
    title: "Plan",
    content: "x",
  });
  await owner.as.mutation(api.budgets.set, {
    accountId,
    agentId: agent.agentId,
    period: "month",
    limitUsd: 100,
    limitTokens: null,
    warnPercent: 80,
  });
  await owner.as.mutation(api.folders.create, { accountId, name: "Plans", parentId: null });
  await owner.as.mutation(api.documentComments.create, { accountId, documentId, body: "short" });
  await upload(world);
  await owner.as.mutation(api.savedViews.create, { accountId, name: "Mine", query: "status=review" });
  await owner.as.mutation(api.recurrences.create, {
    accountId,
    title: "Weekly report",
    cron: "0 9 * * mon",
    timeZone: "UTC",
  });
  await owner.as.mutation(api.invitations.create, { accountId, role: "member" });
  await world.t.mutation(api.service.runtimes.checkIn, {
    serviceToken: world.serviceToken,
    report: report(),
  });
  const [runtime] = await owner.as.query(api.runtimes.list, { accountId });
  if (!runtime) throw new TypeError("the account has no runtime");
  await owner.as.mutation(api.runtimes.requestCommand, {
    accountId,
    runtimeId: runtime.runtimeId,
    kind: "collect_logs",
    requestKey: "1",
  });
  await owner.as.mutation(api.runtimes.enrol, { accountId, name: "Box", provider: "fly", region: null });
  const { webhookId } = await owner.as.mutation(api.webhooks.create, {
    accountId,
    name: "Build server",
    url: "https://hooks.example.org/mc",
    events: ["runtime_added"],
  });
  await owner.as.mutation(api.webhooks.test, { accountId, webhookId });
  await owner.as.mutation(api.webhooks.createIncoming, { accountId, name: "Alarms" });
  await owner.as.mutation(api.pushSubscriptions.subscribe, {
    accountId,
    endpoint: `https://push.example.org/${accountId}`,
    keys: { p256dh: "B".repeat(87), auth: "a".repeat(22) },
    device: "Firefox on Linux",
  });
  await join(world, "Cleo");
  await owner.as.mutation(api.skills.create, {
    accountId,
    name: "Release notes",
    category: "custom",
    description: "How we write them.",
    text: "# Steps",
  });
  await world.t.run(async (ctx) => {
    await ctx.db.insert("accountImports", {
      accountId,
      importedBy: owner.memberId,
      source: { name: "Elsewhere", slug: "elsewhere", exportedAt: 1 },
      steps: [{ step: "files", rows: 3 }],
      step: 0,
      rowsDone: 0,
      skipped: 0,
      unassigned: 0,
      filesMissing: 0,
      countedHere: 0,
      state: { status: "running" },
    });
  });
  await complete(world, await leaseFirst(world), "done");
  await owner.as.mutation(api.messages.create, {
    accountId,
    taskId: task.taskId,
    body: "more",
    clientKey: "2",
  });
  const { sessionKey } = await leaseFirst(world);
  await owner.as.mutation(api.agents.update, {
    accountId,
    agentId: agent.agentId,
    requiresApprovalForActions: ["task_message"],
  });
  await world.t.mutation(api.service.tools.taskMessage, {
    serviceToken: world.serviceToken,
    agentSlug: "theo",
    sessionKey,
    callId: "parked",
    body: "May I?",
  });
  return { sessionKey, ...(await connectExternal(world)) };
}

/** An agent outside the gateway that holds a lease. */
async function connectExternal(world: World): Promise<{ agentToken: string; lease: string }> {
  const { accountId, owner, t } = world;
  const agent = await addExternal(world, "Xenia");
  await addTask(world, { agentIds: [agent.agentId] });
  const { token } = await owner.as.mutation(api.agentTokens.create, {
    accountId,
    agentId: agent.agentId,
    name: "laptop",
  });
  const claimed = await t.mutation(api.service.work.claim, { agentToken: token });
  if (claimed.kind !== "claimed") throw new TypeError("nothing was claimed");
  return { agentToken: token, lease: claimed.lease };
}

/** The id of a file that was stored and is gone. */
async function unknownFile(t: TestBackend): Promise<string> {
  return await t.action(async (ctx) => {
    const id = await ctx.storage.store(new Blob(["gone"]));
    await ctx.storage.delete(id);
    return id;
  });
}

/** Where an id stands in the arguments: a path of keys, with the table that it names. */
type Slot = { at: string; table: string };

function slotsOf(validator: ValidatorJson, at = ""): Slot[] {
  switch (validator.type) {
    case "id":
      return [{ at, table: validator.tableName }];
    case "array":
      return slotsOf(validator.value, `${at}[]`);
    case "union":
      return validator.value.flatMap((member) => slotsOf(member, at)).slice(0, 1);
    case "object":
      return Object.entries(validator.value).flatMap(([key, { fieldType }]) =>
        slotsOf(fieldType, `${at}.${key}`),
      );
    case "literal":
    case "record":
    case "string":
    case "number":
    case "boolean":
    case "bytes":
    case "null":
    case "any":
      return [];
  }
}

type Fill = { ids: (slot: Slot) => string; strings: Record<string, string> };

/** Valid arguments: every id is filled in, other optional fields are left out. */
function fill(validator: ValidatorJson, { ids, strings }: Fill, at = ""): unknown {
  const key = at.split(".").at(-1) ?? "";
  switch (validator.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(validator.value).flatMap(([name, { fieldType, optional }]) =>
          optional && slotsOf(fieldType).length === 0
            ? []
            : [[name, fill(fieldType, { ids, strings }, `${at}.${name}`)]],
        ),
      );
    case "array":
      return slotsOf(validator.value).length > 0 ? [fill(validator.value, { ids, strings }, `${at}[]`)] : [];
    case "union": {
      const named = validator.value.find((member) => slotsOf(member).length > 0) ?? validator.value[0];
      return named ? fill(named, { ids, strings }, at) : null;
    }
    case "literal":
      return validator.value;
    case "id":
      return ids({ at, table: validator.tableName });
    case "string":
      return strings[key] ?? "text";
    case "number":
      return 1;
    case "boolean":
      return true;
    case "bytes":
      return new ArrayBuffer(0);
    case "record":
      return {};
    case "null":
    case "any":
      return null;
  }
}

async function snapshot(t: TestBackend): Promise<string> {
  return await t.run(async (ctx) => {
    const rows: unknown[] = [];
    for (const table of TABLES) rows.push(await ctx.db.query(table).take(1000));
    return JSON.stringify(rows);
  });
}

async function call(as: TestBackend, { path, kind }: Registered, args: unknown): Promise<unknown> {
  const ref = makeFunctionReference(path) as unknown as FunctionReference<
    "query" & "mutation",
    "public",
    Record<string, unknown>
  >;
  const values = args as Record<string, unknown>;
  const request = kind === "query" ? as.query(ref, withPage(values)) : as.mutation(ref, values);
  return await refusal(request);
}

function withPage(args: Record<string, unknown>): Record<string, unknown> {
  return "paginationOpts" in args ? { ...args, paginationOpts: { numItems: 5, cursor: null } } : args;
}

describe.each(BACKENDS)("tenancy on $name", ({ start }) => {
  test("[A1] nobody is refused everywhere with unauthenticated, and writes nothing", async () => {
    const office = await createOffice(start());
    const before = await snapshot(office.t);
    for (const target of [...PERSONAL, ...IDENTITY, ...FLEET]) {
      const args = fill(target.args, {
        ids: ({ table }) => office.own(table),
        strings: { slug: office.mine.slug },
      });
      expect([target.path, await call(office.t, target, args)]).toMatchObject([
        target.path,
        { code: "unauthenticated" },
      ]);
    }
    expect(await snapshot(office.t)).toBe(before);
    ATTACKS.set("nobody signed in", {
      calls: PERSONAL.length + IDENTITY.length + FLEET.length,
      answer: "unauthenticated",
    });
  });

  test("[T3] a wrong, used or withdrawn enrolment token opens nothing, and nothing is written", async () => {
    const office = await createOffice(start());
    const { accountId, owner } = office.mine;
    const draft = { accountId, name: "Other box", provider: "aws" as const, region: null };
    const used = await owner.as.mutation(api.runtimes.enrol, draft);
    await office.t.mutation(api.runtimes.join, { enrolmentToken: used.token, host: "h", region: null });
    const withdrawn = await owner.as.mutation(api.runtimes.enrol, draft);
    await owner.as.mutation(api.runtimes.revokeEnrolment, { accountId, enrolmentId: withdrawn.enrolmentId });
    const before = await snapshot(office.t);
    const tokens = ["mce_wrong", used.token, withdrawn.token, office.mine.serviceToken];
    for (const target of ENROLMENT)
      for (const enrolmentToken of tokens) {
        const args = fill(target.args, {
          ids: ({ table }) => office.own(table),
          strings: { enrolmentToken },
        });
        expect(await call(office.t, target, args)).toMatchObject({ code: "unauthenticated" });
      }
    expect(await snapshot(office.t)).toBe(before);
    const calls = ENROLMENT.length * tokens.length;
    ATTACKS.set("a wrong, used or withdrawn enrolment token", { calls, answer: "unauthenticated" });
  });

  test("[T4] an account of others answers as one that does not exist, and nothing is written", async () => {
    const office = await createOffice(start());
    const before = await snapshot(office.t);
    const outsider = office.theirs.owner.as;
    for (const target of PERSONAL) {
      const args = fill(target.args, { ids: ({ table }) => office.own(table), strings: {} }) as Record<
        string,
        unknown
      >;
      const foreign = await call(outsider, target, args);
      const unknown = await call(outsider, target, { ...args, accountId: office.unknown("accounts") });
      expect([target.path, foreign]).toMatchObject([target.path, { code: "not_found" }]);
      expect([target.path, foreign]).toEqual([target.path, unknown]);
    }
    expect(await snapshot(office.t)).toBe(before);
    ATTACKS.set("a member of another account", { calls: 2 * PERSONAL.length, answer: "not_found" });
  });

  test("[T3] a wrong token is refused everywhere, and nothing is written", async () => {
    const office = await createOffice(start());
    const before = await snapshot(office.t);
    for (const target of SERVICE) {
      const strings = {
        ...office.inside,
        serviceToken: "mcs_wrong",
        agentToken: "mca_wrong",
        agentSlug: "theo",
      };
      const args = fill(target.args, { ids: ({ table }) => office.own(table), strings });
      expect([target.path, await call(office.t, target, args)]).toMatchObject([
        target.path,
        { code: "unauthenticated" },
      ]);
    }
    expect(await snapshot(office.t)).toBe(before);
    ATTACKS.set("a wrong token", { calls: SERVICE.length, answer: "unauthenticated" });
  });

  test("[T4] every id of another account, in every place, answers as an unknown id, and nothing is written", async () => {
    const office = await createOffice(start());
    const before = await snapshot(office.t);
    let checked = 0;
    for (const target of [...PERSONAL, ...SERVICE]) {
      const as = target.path.startsWith("service/") ? office.t : office.mine.owner.as;
      for (const slot of slotsOf(target.args)) {
        if (slot.at === ".accountId") continue;
        const ask = async (other: Ids) => {
          const ids = ({ at, table }: Slot) => (at === slot.at ? other(table) : office.own(table));
          return await call(
            as,
            target,
            fill(target.args, { ids, strings: { serviceToken: office.mine.serviceToken } }),
          );
        };
        const place = `${target.path}${slot.at}`;
        const answer = await ask(office.foreign);
        expect([place, answer]).toMatchObject([place, { code: "not_found" }]);
        expect([place, answer]).toEqual([place, await ask(office.unknown)]);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(40);
    expect(await snapshot(office.t)).toBe(before);
    ATTACKS.set("an id of another account, in every place", { calls: 2 * checked, answer: "not_found" });
  });

  test("[T4] names of another account answer as unknown ones: slugs, numbers, sessions, invitations", async () => {
    const office = await createOffice(start());
    const { t, mine, theirs } = office;
    const before = await snapshot(t);
    const { accountId, owner, serviceToken } = mine;
    const bySlug = (slug: string) => refusal(owner.as.query(api.accounts.bySlug, { slug }));
    expect(await bySlug(theirs.slug)).toEqual(await bySlug("no-such-account"));
    await addTask(theirs, { title: "Only theirs" });
    expect(await refusal(owner.as.query(api.tasks.get, { accountId, number: 3 }))).toEqual(
      await refusal(owner.as.query(api.tasks.get, { accountId, number: 99 })),
    );
    for (const target of SERVICE.filter(({ declaration }) => declaration?.builder === "agentMutation")) {
      const ask = async (sessionKey: string) =>
        await call(
          t,
          target,
          fill(target.args, {
            ids: ({ table }) => office.own(table),
            strings: { serviceToken, agentSlug: "theo", sessionKey },
          }),
        );
      const answer = await ask(office.abroad.sessionKey);
      expect([target.path, answer]).toMatchObject([target.path, { code: "not_found" }]);
      expect(answer).toEqual(await ask("agent:theo:mc:task:nothing:g1"));
    }
    for (const target of SERVICE.filter(({ args }) => "agentToken" in args.value)) {
      const ask = async (named: Partial<Furnished> & { run?: string }) => {
        const args = fill(target.args, {
          ids: ({ table }) => office.own(table),
          strings: { ...office.inside, ...named },
        }) as Record<string, unknown>;
        return await call(t, target, "run" in target.args.value ? { ...args, ...named } : args);
      };
      if ("lease" in target.args.value) {
        const answer = await ask({ lease: office.abroad.lease });
        expect([target.path, answer]).toMatchObject([target.path, { code: "not_found" }]);
        expect(answer).toEqual(await ask({ lease: "nothing.1" }));
      }
      if ("run" in target.args.value) {
        const answer = await ask({ run: office.foreign("runs") });
        expect(answer).toMatchObject({ code: "not_found" });
        expect(answer).toEqual(await ask({ run: "nothing" }));
        expect(answer).toEqual(await ask({ run: office.own("runs") }));
      }
    }
    expect((await snapshot(t)).length).toBeGreaterThan(before.length);
  });

  test("[A2] whoever ranks too low is refused everywhere with forbidden, and writes nothing", async () => {
    const office = await createOffice(start());
    const viewer = await join(office.mine, "Vera", "viewer");
    const member = await join(office.mine, "Mona", "member");
    const before = await snapshot(office.t);
    const ranks = { member: [viewer], admin: [viewer, member], owner: [viewer, member] };
    let calls = 0;
    for (const target of PERSONAL) {
      const { role } = target.declaration ?? {};
      const lower = role === "member" || role === "admin" || role === "owner" ? ranks[role] : [];
      for (const { as } of lower) {
        const args = fill(target.args, { ids: ({ table }) => office.own(table), strings: {} });
        expect([target.path, await call(as, target, args)]).toMatchObject([
          target.path,
          { code: "forbidden" },
        ]);
        calls += 1;
      }
    }
    expect(await snapshot(office.t)).toBe(before);
    ATTACKS.set("too low a role", { calls, answer: "forbidden" });
  });

  test("[A2] whoever does not operate the fleet is refused everywhere there, the owner of an account too", async () => {
    const office = await createOffice(start());
    const before = await snapshot(office.t);
    for (const target of FLEET) {
      const args = fill(target.args, { ids: ({ table }) => office.own(table), strings: {} });
      expect([target.path, await call(office.theirs.owner.as, target, args)]).toMatchObject([
        target.path,
        { code: "forbidden" },
      ]);
    }
    expect(await snapshot(office.t)).toBe(before);
    ATTACKS.set("no fleet operator", { calls: FLEET.length, answer: "forbidden" });
  });

  test("[A1] who was removed finds no account any more, and a revoked token opens nothing", async () => {
    const office = await createOffice(start());
    const { accountId, owner } = office.mine;
    const gone = await join(office.mine, "Gus", "admin");
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: gone.memberId });
    const { token, tokenId } = await owner.as.mutation(api.serviceTokens.create, { accountId, name: "old" });
    await owner.as.mutation(api.serviceTokens.revoke, { accountId, tokenId });
    const { agentToken } = office.inside;
    await owner.as.mutation(api.agentTokens.revoke, {
      accountId,
      tokenId: office.own("agentTokens") as Id<"agentTokens">,
    });
    const before = await snapshot(office.t);
    for (const target of PERSONAL) {
      const args = fill(target.args, { ids: ({ table }) => office.own(table), strings: {} });
      expect([target.path, await call(gone.as, target, args)]).toMatchObject([
        target.path,
        { code: "not_found" },
      ]);
    }
    for (const target of SERVICE) {
      const strings = { ...office.inside, serviceToken: token, agentToken, agentSlug: "theo" };
      const args = fill(target.args, { ids: ({ table }) => office.own(table), strings });
      expect([target.path, await call(office.t, target, args)]).toMatchObject([
        target.path,
        { code: "unauthenticated" },
      ]);
    }
    expect(await snapshot(office.t)).toBe(before);
    ATTACKS.set("a removed member", { calls: PERSONAL.length, answer: "not_found" });
    ATTACKS.set("a revoked token", { calls: SERVICE.length, answer: "unauthenticated" });
  });

  test("lists hold rows of the caller's account only", async () => {
    const office = await createOffice(start());
    const { mine, theirs } = office;
    const foreignIds = await office.t.run(async (ctx) => {
      const ids: string[] = [];
      for (const table of TABLES) {
        for (const row of await ctx.db.query(table).take(500)) {
          if ("accountId" in row && row.accountId === theirs.accountId) ids.push(row._id);
        }
      }
      return ids;
    });
    for (const target of PERSONAL.filter(({ kind }) => kind === "query")) {
      const args = fill(target.args, { ids: ({ table }) => office.own(table), strings: {} });
      const ref = makeFunctionReference(target.path) as unknown as FunctionReference<
        "query",
        "public",
        Record<string, unknown>
      >;
      const answer = JSON.stringify(
        await mine.owner.as.query(ref, withPage(args as Record<string, unknown>)),
      );
      const leaked = foreignIds.filter((id) => answer.includes(`"${id}"`));
      expect([target.path, leaked]).toEqual([target.path, []]);
    }
  });
});

/** `vitest run --root packages/backend -u` writes it; a number that changed without that fails. */
test("the attack matrix in the documentation is what was tried", async () => {
  const lines = [...ATTACKS].map(
    ([who, { calls, answer }]) => `| ${who} | ${calls} | \`${answer}\` | 0 | 0 |`,
  );
  const total = [...ATTACKS.values()].reduce((sum, { calls }) => sum + calls, 0);
  const text = `# Attack matrix

Written by \`packages/backend/test/tenancy.test.ts\`, which finds every registered function by itself and tries each of these on
convex-test and on the embedded host. ${PERSONAL.length} functions are for members, ${IDENTITY.length} for signed-in people, ${FLEET.length} for fleet operators,
${SERVICE.length} for runtimes and agents.
A call counts as a leak when its answer differs from the one for an id that does not exist, and as a write when any row of
any table differs afterwards. An agent without the flag for a tool is refused by \`packages/backend/test/tools.test.ts\`.

| who tries | calls | answer | leaks | writes |
|---|---|---|---|---|
${lines.join("\n")}
| **all** | **${total}** | | **0** | **0** |
`;
  await expect(text).toMatchFileSnapshot("../../../docs/security/attack-matrix.md");
});
