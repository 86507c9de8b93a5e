/** What the people and agents of the demo account work on. Data alone; lib/seed.ts plays it. */
import type { DocumentKind } from "@mc/shared/document/kinds";
import type { RuntimeProvider, RuntimeReport } from "@mc/shared/runtime/report";
import type { Priority } from "@mc/shared/task/priority";
import type { TaskStatus } from "@mc/shared/task/status";

export const DEMO_NAME = "Demo Office";
export const DEMO_SLUG = "demo-office";
/** Of the agent of the demo team that leads it. */
export const DEMO_LEAD_ROLE = "Squad lead";
/** Tasks of the demo; a larger scale repeats their titles with a number. */
export const DEMO_TASKS = 40;
export const MAX_SCALE = 50_000;

export const DEMO_PEOPLE = [
  { key: "ben", name: "Ben Okafor", role: "admin" },
  { key: "cleo", name: "Cleo Marchetti", role: "member" },
  { key: "dana", name: "Dana Lindqvist", role: "viewer" },
] as const;

/** The first is everybody's. */
export const DEMO_SKILLS = [
  {
    name: "House style",
    description: "How texts for customers sound here; read it before you write one.",
    text: '# House style\n\n- Say what changed for the reader, then why.\n- Sentence case, no exclamation marks, no "please".\n- One thought to a sentence.\n',
    isDefault: true,
  },
  {
    name: "Release notes",
    description: "How we write release notes, from the list of changes to the last check.",
    text: "# Release notes\n\n1. Read the tasks that were done since the last release.\n2. One line for each that a customer notices, most wanted first.\n3. What was mended stands under its own heading.\n",
    isDefault: false,
  },
] as const;

export const DEMO_FOLDERS = ["Plans", "Reports", "Templates"] as const;

export type StoryDocument = { title: string; kind: DocumentKind; versions: readonly string[] };

export const DEMO_DOCUMENTS: readonly (StoryDocument & { folder: (typeof DEMO_FOLDERS)[number] })[] = [
  {
    title: "Launch plan",
    kind: "reference",
    folder: "Plans",
    versions: [
      "1. Agree on the scope\n2. Write the notes\n",
      "1. Agree on the scope (done)\n2. Write the notes\n3. Tell the first ten customers\n",
    ],
  },
  {
    title: "Weekly report",
    kind: "template",
    folder: "Templates",
    versions: ["# Week of …\n\n## Done\n\n## Next\n\n## Needs a decision\n"],
  },
  {
    title: "What we learned in May",
    kind: "note",
    folder: "Reports",
    versions: ["Short hand-offs work. Long ones come back with questions.\n"],
  },
];

/** Beside the local one: a machine that has not reported yet, and one that did and fell silent. */
export const DEMO_RUNTIMES: readonly {
  name: string;
  provider: RuntimeProvider;
  host: string;
  region: string;
  report: RuntimeReport | null;
}[] = [
  { name: "Spare machine", provider: "docker", host: "spare-1", region: "office", report: null },
  {
    name: "Old droplet",
    provider: "digitalocean",
    host: "droplet-3",
    region: "ams3",
    report: {
      status: "degraded",
      reasons: ["the gateway restarted twice within the hour"],
      runtimeVersion: "0.1.0",
      openclawVersion: "2026.9.4",
      gateway: { state: "ready", since: 1 },
      install: null,
      model: { ref: "demo/scripted", isDemo: true },
      activeTurns: 0,
    },
  },
];

export const TITLES = [
  "Write the release notes",
  "Find out why the nightly import is slow",
  "Draft the landing page text",
  "Test sign-up on a phone",
  "Design the empty states",
  "Plan the next two weeks",
  "Answer the open support questions",
  "Check the invoices of last month",
  "Make the search faster",
  "Describe the backup in the handbook",
] as const;

export const LABELS = ["launch", "bug", "docs", "design", "ops"] as const;

/** Where each task of ten ends, so that every column has cards. */
const ENDS: readonly TaskStatus[] = [
  "done",
  "in_progress",
  "review",
  "inbox",
  "blocked",
  "done",
  "assigned",
  "review",
  "archived",
  "in_progress",
];

export type StoryTask = {
  title: string;
  description: string;
  priority: Priority;
  labels: string[];
  end: TaskStatus;
  /** Days from now, before or after; null for none. */
  dueInDays: number | null;
  /** Every second task of the demo is done by an agent. */
  isForAgent: boolean;
};

/** The nth task, counted from 0; the same for the same number. */
export function storyTask(nth: number): StoryTask {
  const title = TITLES[nth % TITLES.length] ?? TITLES[0];
  const round = Math.floor(nth / TITLES.length);
  const end = ENDS[nth % ENDS.length] ?? "inbox";
  return {
    title: round === 0 ? title : `${title}, part ${round + 1}`,
    description: `Part of the launch. Done when a colleague has looked at it.\n\n- [ ] first draft\n- [ ] checked\n`,
    priority: PRIORITIES[nth % PRIORITIES.length] ?? 3,
    labels: [LABELS[nth % LABELS.length] ?? "launch"],
    end,
    dueInDays: DUE_IN_DAYS[nth % DUE_IN_DAYS.length] ?? null,
    isForAgent: nth < DEMO_TASKS && nth % 2 === 0 && (end === "done" || end === "review"),
  };
}

/** From two weeks ago to two weeks ahead; the length shares no factor with that of the ends. */
const DUE_IN_DAYS: readonly (number | null)[] = [null, -14, 3, null, -6, 1, null, -1, 14, null, 7, -20, null];

const PRIORITIES: readonly Priority[] = [3, 2, 3, 4, 1, 3, 5];

/** The way from assigned to an end, step by step as the state machine allows. */
export const STEPS: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  inbox: [],
  assigned: [],
  in_progress: ["in_progress"],
  review: ["in_progress", "review"],
  done: ["in_progress", "review", "done"],
  blocked: ["in_progress", "blocked"],
  archived: ["in_progress", "review", "done", "archived"],
};
