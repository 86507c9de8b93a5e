/** Everything real at once: backend on the embedded host, runtime process, OpenClaw gateway, demo model; and everything killed in turn. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSameProcessAlive } from "../src/process/identity.ts";
import { type Office, openOffice } from "./office.ts";

interface Run {
  readonly status: string;
  readonly attempt: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly isDemoModel: boolean | null;
  readonly usage: { readonly basis: string } | null;
  readonly tools: readonly { readonly name: string; readonly ok: boolean | null }[];
}
interface Message {
  readonly kind: string;
  readonly body: string;
  readonly isDemoModel: boolean;
}
interface Task {
  readonly taskId: string;
  readonly number: number;
}

const OVER = new Set(["succeeded", "failed", "cancelled", "timed_out", "dead_letter"]);
let office: Office;

beforeAll(async () => {
  office = await openOffice();
  office.startRuntime();
  await untilOnline();
});
afterAll(() => office.stop());

const untilOnline = () =>
  office.until(
    () => office.query<{ status: string } | null>("runtimes:current"),
    (runtime) => runtime?.status === "online",
  );
const runsOf = (task: Task) => office.query<Run[]>("runs:listByTask", { taskId: task.taskId });
const untilOver = (task: Task) =>
  office.until(
    () => runsOf(task),
    (runs) => runs.length > 0 && runs.every((run) => OVER.has(run.status)),
  );
const liveText = (task: Task) => office.query<{ text: string }[]>("runs:live", { taskId: task.taskId });
const untilStreaming = (task: Task) =>
  office.until(
    () => liveText(task),
    (live) => (live[0]?.text.split(" ").length ?? 0) > 3,
  );

async function answersOf(task: Task): Promise<Message[]> {
  const { page } = await office.query<{ page: Message[] }>("messages:list", {
    taskId: task.taskId,
    paginationOpts: { numItems: 50, cursor: null },
  });
  return page.filter((message) => message.kind === "answer");
}
function give(title: string, description = "", agent = 0): Promise<Task> {
  const agentId = office.agents[agent]?.agentId;
  return office.mutate<Task>("tasks:create", {
    title,
    description,
    agentIds: agentId === undefined ? [] : [agentId],
  });
}

describe("a task that is given to an agent", () => {
  it("ends in review with a document and one labelled answer", async () => {
    const task = await give("Plan the launch", "- Pick a date\n- Tell the press");
    const runs = await untilOver(task);
    expect(runs).toMatchObject([
      { status: "succeeded", attempt: 1, isDemoModel: true, usage: { basis: "estimated" } },
    ]);
    expect(runs[0]?.tools.map((tool) => [tool.name, tool.ok])).toEqual([
      ["task_status", true],
      ["document_upsert", true],
      ["task_status", true],
    ]);
    expect(await office.query("tasks:get", { number: task.number })).toMatchObject({ status: "review" });
    expect(await office.query<unknown[]>("documents:listByTask", { taskId: task.taskId })).toHaveLength(1);
    expect(await answersOf(task)).toMatchObject([{ isDemoModel: true }]);
  });

  it("can be stopped by a person, for real", async () => {
    const task = await give("Count", "[[demo slow 3000 50]]");
    await untilStreaming(task);
    await office.mutate("tasks:stop", { taskId: task.taskId });
    const runs = await untilOver(task);
    expect(runs.map((run) => run.status)).toEqual(["cancelled"]);
    expect(await answersOf(task)).toEqual([]);
  });

  it("waits at a gated tool for an admin's word, and goes on in the same turn", async () => {
    const agentId = office.agents[0]?.agentId;
    await office.mutate("agents:update", { agentId, requiresApprovalForActions: ["document_upsert"] });
    const asked = await give("Write the brief");
    const refused = await give("Write the other brief");
    const decide = async (task: Task, decision: "approved" | "refused") => {
      const pending = await office.until(
        () => office.query<{ approvalId: string; taskId: string; tool: string }[]>("approvals:list"),
        (all) => all.some(({ taskId }) => taskId === task.taskId),
      );
      const approval = pending.find(({ taskId }) => taskId === task.taskId);
      expect(approval?.tool).toBe("document_upsert");
      expect(await runsOf(task)).toMatchObject([{ status: "awaiting_approval", attempt: 1 }]);
      await office.mutate("approvals:decide", {
        approvalId: approval?.approvalId,
        decision,
        reason: "Ask Ada first",
      });
    };
    await decide(asked, "approved");
    await decide(refused, "refused");
    expect(await untilOver(asked)).toMatchObject([{ status: "succeeded", attempt: 1 }]);
    expect(await office.query<unknown[]>("documents:listByTask", { taskId: asked.taskId })).toHaveLength(1);
    await untilOver(refused);
    expect(await office.query<unknown[]>("documents:listByTask", { taskId: refused.taskId })).toEqual([]);
    expect((await answersOf(refused))[0]?.body).toContain("Ask Ada first");
    await office.mutate("agents:update", { agentId, requiresApprovalForActions: null });
  });

  it("is done by all six agents at once", async () => {
    const tasks = await Promise.all(office.agents.map((_, index) => give(`Part ${index}`, "", index)));
    for (const task of tasks) {
      expect((await untilOver(task)).map((run) => run.status)).toEqual(["succeeded"]);
      expect(await answersOf(task)).toHaveLength(1);
    }
  });
});

describe("whatever is killed in the middle of a turn", () => {
  it("the runtime (kill -9): its gateway goes with it, the next one hands the work over again, one answer", async () => {
    const task = await give("Survive the runtime", "[[demo slow 120 100]]");
    await untilStreaming(task);
    const gateway = await office.gatewayPid();
    await office.killRuntime("SIGKILL");
    office.startRuntime();
    const runs = await untilOver(task);
    expect(runs.map((run) => run.status)).toEqual(["succeeded"]);
    expect(await answersOf(task)).toHaveLength(1);
    expect(await isSameProcessAlive({ pid: gateway, startedAt: null })).toBe(false);
  });

  it("the gateway (kill -9): it is started again, one answer", async () => {
    await untilOnline();
    const task = await give("Survive the gateway", "[[demo slow 120 100]]", 1);
    await untilStreaming(task);
    process.kill(await office.gatewayPid(), "SIGKILL");
    const runs = await untilOver(task);
    expect(runs.map((run) => run.status)).toEqual(["succeeded"]);
    expect(await answersOf(task)).toHaveLength(1);
  });

  it("the backend: the turn goes on and its answer arrives when the backend is back", async () => {
    await untilOnline();
    const task = await give("Survive the backend", "[[demo slow 60 100]]", 2);
    await untilStreaming(task);
    await office.stopHost();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await office.startHost();
    const runs = await untilOver(task);
    expect(runs.map((run) => [run.status, run.attempt])).toEqual([["succeeded", 1]]);
    expect(await answersOf(task)).toHaveLength(1);
  });

  it("the runtime (SIGTERM): work is handed back, the attempt does not count", async () => {
    await untilOnline();
    const task = await give("Survive a restart", "[[demo slow 150 100]]", 3);
    await untilStreaming(task);
    expect(await office.killRuntime("SIGTERM")).toBe(0);
    expect(await runsOf(task)).toMatchObject([{ status: "queued", attempt: 0 }]);
    office.startRuntime();
    const runs = await untilOver(task);
    expect(runs.map((run) => [run.status, run.attempt])).toEqual([["succeeded", 1]]);
    expect(await answersOf(task)).toHaveLength(1);
  });
});
