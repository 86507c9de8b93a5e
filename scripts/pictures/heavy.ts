// An account that is full in every respect: thousands of tasks, a thread of 500 messages, words that never break, and of
// everything else so much that a layout which only works for six rows shows it.
import type { Stack } from "../../packages/testkit/src/stack.ts";
import { type Door, each, openDoor, stranger } from "./door.ts";

const TASKS = 2_000;
const THREAD_MESSAGES = 500;
const PEOPLE = 24;
const AGENTS = 30;
const LABELS = 60;
const DOCUMENTS = 60;
const MACHINES = 14;

/** Longer than any column, without a place to break. */
export const UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const LONG_TITLE = `Reconcile the quarterly statements of all seventeen subsidiaries with what the auditors were sent in March, and write down where they differ: ${UNBROKEN}`;
const TEXT = `A **plan** with everything that Markdown can hold.\n\n## Steps\n\n- [x] read the notes of \`2026-03\`\n- [ ] ask about ${UNBROKEN}\n\n| what | who | when |\n|---|---|---|\n| figures of the subsidiaries in the south | Bartholomew | Friday |\n| letters | nobody yet | — |\n\n\`\`\`ts\nconst everything = await Promise.all(subsidiaries.map((subsidiary) => reconcile(subsidiary, { quarter: 1, strict: true })));\n\`\`\`\n\n> The auditors want it by the end of the month.\n`;
const VERBS = ["Write", "Check", "Repair", "Draw", "Translate", "Measure", "Plan", "Answer"];
const THINGS = [
  "the release notes",
  "the landing page",
  "the import",
  "the invoices of May",
  "the export",
  "the guide",
  "the onboarding mails",
  "the backups",
];
const LEVELS = [1, 2, 3, 4, 5];

export async function fillHeavy(stack: Stack, owner: Door): Promise<void> {
  const people = await invite(owner);
  const members = await owner.query<{ memberId: string }[]>("memberships:list");
  const agents = await hire(owner);
  await setUp(owner, agents);
  await write(owner, members);
  await talk(owner, people);
  await document(owner);
  await machines(stack, owner);
  await work(owner, agents);
}

async function invite(owner: Door): Promise<Door[]> {
  const doors: Door[] = [];
  await each(PEOPLE, async (nth) => {
    const name =
      nth === 1
        ? `Wolfeschlegelsteinhausenbergerdorff-${UNBROKEN.slice(0, 40)}`
        : (NAMES[nth] ?? `Person ${nth}`);
    const identity = stranger(`heavy-${nth}`, name);
    const { token } = await owner.mutate<{ token: string }>("invitations:create", {
      role: nth % 7 === 6 ? "admin" : "member",
    });
    const person = owner.as(identity);
    await joinBy(person, token);
    doors[nth] = person;
  });
  for (const email of [
    "someone.with.a.very.long.address@subsidiary-in-the-south.example.test",
    "b@example.test",
  ])
    await owner.mutate("invitations:create", { role: "viewer", email });
  return doors;
}

/** Joining is done outside of every account, so it takes no account id. */
async function joinBy(person: Door, token: string): Promise<void> {
  await person.mutate("invitations:accept", { token, accountId: undefined });
}

async function hire(owner: Door): Promise<{ agentId: string; slug: string; runsIn?: string }[]> {
  await each(AGENTS, async (nth) => {
    const isOutside = nth % 10 === 9;
    await owner.mutate("agents:create", {
      name:
        nth === 2
          ? `Reconciliation-${UNBROKEN.slice(0, 40)}`
          : `${AGENT_NAMES[nth % AGENT_NAMES.length]} ${nth + 1}`,
      role: nth % 3 === 0 ? "Reads what the subsidiaries send and compares it with the ledger" : "Engineer",
      ...(isOutside ? { runsIn: "external" } : {}),
    });
  });
  const agents = await owner.query<{ agentId: string; slug: string; runsIn: string }[]>("agents:list");
  const outside = agents.find(({ runsIn }) => runsIn === "external");
  if (outside)
    for (const name of ["Laptop", "Continuous integration"])
      await owner.mutate("agentTokens:create", { agentId: outside.agentId, name });
  return agents;
}

async function setUp(owner: Door, agents: readonly { agentId: string }[]): Promise<void> {
  await owner.mutate("budgets:set", {
    agentId: null,
    period: "month",
    limitUsd: 250,
    limitTokens: 40_000_000,
    warnPercent: 80,
  });
  await owner.mutate("budgets:set", {
    agentId: agents[0]?.agentId ?? null,
    period: "day",
    limitUsd: 5,
    limitTokens: 5_000,
    warnPercent: 50,
  });
  for (const [nth, model] of [
    "anthropic/claude-opus",
    "openai/gpt-large-with-a-long-name-2026-11",
    "demo/scripted",
  ].entries())
    await owner.mutate("usage:setPrice", {
      model,
      price: { input: 3 + nth, output: 15 + nth * 2, cacheRead: 0.3, cacheWrite: 3.75 },
    });
  await each(
    20,
    async (nth) => {
      const name =
        nth === 4
          ? `Skill-${UNBROKEN.slice(0, 50)}`
          : `How we ${VERBS[nth % VERBS.length]?.toLowerCase()} ${THINGS[nth % THINGS.length]} (${nth})`;
      const { skillId } = await owner.mutate<{ skillId: string }>("skills:create", {
        name: name.slice(0, 60),
        category: nth % 4 === 0 ? "integration" : "custom",
        description: "What to read before, what to ask, and what has to be true at the end.",
        text: TEXT,
        isDefault: nth % 5 === 0,
      });
      const agent = agents[nth % agents.length];
      if (nth % 5 !== 0 && agent)
        await owner.mutate("skills:assign", { skillId, agentId: agent.agentId, isAssigned: true });
    },
    4,
  );
  for (const name of ["Chat room", `Ledger ${UNBROKEN.slice(0, 50)}`])
    await owner.mutate("webhooks:create", {
      name,
      url: "https://hooks.example.test/a/rather/long/path/that/goes/on/and/on",
      events: null,
    });
  await owner.mutate("webhooks:createIncoming", { name: "Monitoring" });
  for (const name of ["CI", "Backup machine"]) await owner.mutate("serviceTokens:create", { name });
  await each(12, async (nth) => {
    await owner.mutate("recurrences:create", {
      title:
        nth === 0 ? LONG_TITLE.slice(0, 150) : `${VERBS[nth % VERBS.length]} ${THINGS[nth % THINGS.length]}`,
      cron: `${nth * 4} 9 * * ${nth % 7}`,
      timeZone: "Europe/Berlin",
      isPaused: nth % 3 === 2,
      dueInDays: 3,
      agentIds: [],
    });
  });
}

async function write(owner: Door, members: readonly { memberId: string }[]): Promise<void> {
  await each(TASKS, async (nth) => {
    const title =
      nth === 0
        ? LONG_TITLE
        : nth === 7
          ? UNBROKEN
          : `${VERBS[nth % VERBS.length]} ${THINGS[(nth * 7) % THINGS.length]}, part ${nth}`;
    const labels = [
      `label-${nth % LABELS}`,
      `area ${nth % 7}`,
      ...(nth % 5 === 0 ? ["customer waits", UNBROKEN.slice(0, 30), "q1"] : []),
    ];
    const memberIds =
      nth % 4 === 3
        ? []
        : Array.from(
            { length: nth === 0 ? 8 : (nth % 3) + 1 },
            (_, at) => members[(nth + at) % members.length]?.memberId,
          );
    const { taskId } = await owner.mutate<{ taskId: string }>("tasks:create", {
      title,
      description: nth % 3 === 0 ? TEXT : "",
      priority: LEVELS[nth % LEVELS.length],
      labels,
      memberIds,
      ...(nth % 6 === 0 ? { dueAt: Date.now() + ((nth % 40) - 12) * 86_400_000 } : {}),
    });
    await settle(owner, { taskId, nth, hasPeople: memberIds.length > 0 });
  });
}

/** Moves the task along, as far as its number says. */
async function settle(
  owner: Door,
  { taskId, nth, hasPeople }: { taskId: string; nth: number; hasPeople: boolean },
) {
  if (!hasPeople || nth === 0) return;
  const ends = [
    [],
    ["in_progress"],
    ["in_progress", "review"],
    ["in_progress", "blocked"],
    ["in_progress", "review", "done"],
    ["in_progress", "review", "done"],
  ];
  for (const to of ends[nth % ends.length] ?? [])
    await owner.mutate("tasks:updateStatus", {
      taskId,
      to,
      ...(to === "blocked"
        ? { reason: nth % 9 === 3 ? `Waiting for ${UNBROKEN}` : "Waiting for the access of the old server" }
        : {}),
    });
}

async function talk(owner: Door, people: readonly Door[]): Promise<void> {
  const { taskId } = await owner.query<{ taskId: string }>("tasks:get", { number: 1 });
  const perPerson = Math.ceil(THREAD_MESSAGES / people.length);
  await each(
    perPerson * people.length,
    async (nth) => {
      const person = people[Math.floor(nth / 3) % people.length] ?? owner;
      const body =
        nth % 40 === 0
          ? TEXT
          : nth % 23 === 0
            ? `${UNBROKEN}${UNBROKEN}`
            : `Message ${nth}: the figures of ${THINGS[nth % THINGS.length]} are in; they differ by ${nth % 13} in two places.`;
      await person
        .mutate("messages:create", { taskId, body, clientKey: `heavy-${nth}` })
        .catch(() => undefined);
    },
    6,
  );
  await each(40, async (nth) => {
    const task = await owner.query<{ taskId: string }>("tasks:get", { number: nth + 3 });
    const body = `@owner have a look at ${THINGS[nth % THINGS.length]}${nth % 9 === 0 ? ` ${UNBROKEN}` : ""}`;
    await (people[nth % people.length] ?? owner).mutate("messages:create", {
      taskId: task.taskId,
      body,
      clientKey: `mention-${nth}`,
    });
  });
}

async function document(owner: Door): Promise<void> {
  const folders: string[] = [];
  for (const name of ["Plans", "Reports", UNBROKEN.slice(0, 60), "Letters", "Templates", "Minutes"]) {
    const parentId: string | null = name === "Minutes" ? (folders[0] ?? null) : null;
    const made = await owner.mutate<{ folderId: string }>("folders:create", { name, parentId });
    folders.push(made.folderId);
  }
  await each(
    DOCUMENTS,
    async (nth) => {
      const title =
        nth === 0
          ? LONG_TITLE.slice(0, 180)
          : `${THINGS[nth % THINGS.length]?.replace(/^the /, "About ")} ${nth}`;
      const { documentId } = await owner.mutate<{ documentId: string }>("documents:create", {
        title,
        content: TEXT.repeat(nth === 0 ? 6 : 1),
        kind: ["deliverable", "note", "template", "reference"][nth % 4],
        folderId: nth % 2 === 0 ? null : folders[nth % folders.length],
      });
      if (nth > 2) return;
      for (let version = 1; version < 12; version += 1)
        await owner.mutate("documents:update", {
          documentId,
          title,
          content: `${TEXT}\n\nVersion ${version} of it.`,
          expectedVersion: version,
        });
      for (let at = 0; at < 8; at += 1)
        await owner.mutate("documentComments:create", {
          documentId,
          body: at === 3 ? UNBROKEN : `The date in section ${at} is missing.`,
        });
    },
    4,
  );
}

/** Runtimes of other accounts, which the operators of the installation see. */
async function machines(stack: Stack, owner: Door): Promise<void> {
  for (let nth = 0; nth < MACHINES; nth += 1) {
    const person = stranger(`machine-${nth}`, `Person ${nth}`);
    const name = nth === 3 ? `Team ${UNBROKEN.slice(0, 60)}` : `Team ${nth}`;
    const account = (await stack.call(
      "mutation",
      "accounts:create",
      { name, withDemoTeam: false },
      person,
    )) as { accountId: string };
    const door = openDoor(stack, { ...account, slug: "" }, person);
    const { token } = await door.mutate<{ token: string }>("serviceTokens:create", { name: "box" });
    await stack.call("mutation", "service/runtimes:checkIn", { serviceToken: token, report: report(nth) });
  }
  for (const name of ["Box in Frankfurt", "Spare machine under the stairs"])
    await owner.mutate("runtimes:enrol", { name, provider: "digitalocean", region: "fra1" });
}

function report(nth: number) {
  const isIll = nth % 5 === 4;
  return {
    status: isIll ? "degraded" : "online",
    reasons: isIll ? ["The gateway answers slowly: 95 % of turns are taken within 9 s."] : [],
    runtimeVersion: "0.1.0",
    openclawVersion: nth % 3 === 0 ? "2026.9.2" : "2026.9.4",
    gateway: { state: "ready", since: Date.now() },
    install: null,
    model: { ref: "demo/scripted", isDemo: true },
    activeTurns: nth % 4,
    previousVersion: null,
    metrics: {
      ...{
        windowMs: 900_000,
        readiness: isIll ? 0.7 : 1,
        turns: 20 + nth,
        failures: nth % 5,
        offered: 20,
        taken: 20 - (nth % 5),
      },
      ...{
        latencyP50Ms: 40 * nth,
        latencyP95Ms: 120 * nth,
        loopLagMs: 22,
        rssBytes: 9e7,
        gatewayRssBytes: 1e9,
        restarts: nth % 3,
      },
      ...{ waiting: nth, sessions: 3, tokens: 9_000 * nth, uptimeMs: 3_600_000 * (nth + 1) },
    },
  };
}

/** Agents at work: one that is busy for as long as the pictures take, some that end, one that fails, two that have to ask. */
async function work(
  owner: Door,
  agents: readonly { agentId: string; slug: string; runsIn?: string }[],
): Promise<void> {
  const inside = agents.filter(({ runsIn }) => runsIn !== "external");
  const assign = async (nth: number, title: string, description: string) =>
    await owner.mutate("tasks:create", {
      title,
      description,
      agentIds: [inside[nth % inside.length]?.agentId],
    });
  await each(10, async (nth) => await assign(nth, `Summarise ${THINGS[nth % THINGS.length]}`, "Short."), 2);
  for (const nth of [0, 1, 2])
    await assign(nth, "Read the whole archive and say what is in it", "[[fake slow 3000000]]");
  await assign(3, `Ask the provider about ${UNBROKEN}`, "[[fake 401]]");
  await new Promise((done) => setTimeout(done, 8_000));
  await owner.mutate("accounts:update", { requiresApprovalForActions: ["task_message"] });
  for (const nth of [4, 5, 6, 7])
    await assign(nth, nth === 5 ? LONG_TITLE.slice(0, 120) : "Tell the customers what changed", TEXT);
}

const NAMES = [
  "Ada Marchetti",
  "",
  "Ben Okafor",
  "Cleo Lindqvist",
  "Dana Abara",
  "Emil Sørensen",
  "Fatima Haddad",
  "Goro Tanaka",
  "Hanna Ng",
  "Ivo Petrov",
  "Jana Novák",
  "Karim Benali",
  "Lena Vogel",
  "Mateo Ruiz",
  "Nora Quinn",
  "Ola Nordmann",
];
const AGENT_NAMES = ["Theo", "Wells", "Juno", "Iris", "Otto", "Mira"];
