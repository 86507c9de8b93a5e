/**
 * Money and loops, with the real backend and the real delivery; only the model is a script. Two agents told to answer one another
 * for ever, a budget that is used up while work goes on, and decisions about calls that come after the turn.
 */
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { TurnGate } from "../src/delivery/gate.ts";
import { DeliveryService } from "../src/delivery.ts";
import type { Gateway, TurnOutcome, TurnRequest } from "../src/gateway/gateway.ts";
import { ConvexMissionControl } from "../src/mission-control/convex-mission-control.ts";
import { createToolEndpoint } from "../src/tools/endpoint.ts";
import { type Office, openOffice } from "./office.ts";

const logger = pino({ level: "silent" });
const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

type Tool = (name: string, args: Record<string, unknown>) => Promise<Record<string, unknown>>;
type Script = (request: TurnRequest, tool: Tool) => Promise<string | TurnOutcome>;
interface Totals {
  turns: number;
  input: number;
  estimatedUsd: number;
}

const MODEL = "openai/gpt-5.4";
const TURN = { input: 2_000, output: 200, cacheRead: 0, cacheWrite: 0, costUsd: null };

async function work(script: Script) {
  const office = await openOffice();
  const missionControl = new ConvexMissionControl({
    url: office.url,
    serviceToken: office.serviceToken,
    logger,
  });
  const gate = new TurnGate();
  const tools = createToolEndpoint({ missionControl, gate, logger, onCall: () => undefined, holdMs: 50 });
  let calls = 0;
  const turns: TurnRequest[] = [];
  const gateway: Gateway = {
    isReady: true,
    whenReady: async () => true,
    onReadyChange: () => undefined,
    runTurn: async (request) => {
      turns.push(request);
      const tool: Tool = async (name, args) => {
        calls += 1;
        const ctx = { agentId: request.agentSlug, sessionKey: request.sessionKey, runId: request.turnId };
        const answer = await tools.routes.request(`/tools/${name}`, {
          method: "POST",
          headers: { authorization: `Bearer ${tools.token}`, "content-type": "application/json" },
          body: JSON.stringify({ args, ctx: { ...ctx, toolCallId: `call-${calls}` } }),
        });
        return (await answer.json()) as Record<string, unknown>;
      };
      const answer = await script(request, tool);
      return typeof answer === "string"
        ? { kind: "answered", text: answer, model: MODEL, usage: TURN }
        : answer;
    },
    followTurn: async () => ({ kind: "lost" }),
    abortTurn: async () => undefined,
    traceTurn: async () => ({ kind: "nothing" }),
    measureTurn: async () => null,
  };
  const delivery = new DeliveryService({
    missionControl,
    gateway,
    gate,
    logger,
    leaseMs: 30_000,
    turnTimeoutMs: 60_000,
    streamEveryMs: 1,
    recoverWithinMs: 5_000,
    model: { ref: MODEL, isDemo: false },
    parallelTurns: 4,
    drainMs: 0,
    now: Date.now,
    isAgentReady: () => true,
    onChange: () => undefined,
    onEnd: () => undefined,
  });
  cleanUp.push(
    () => office.stop(),
    () => missionControl.close(),
    () => delivery.stop(),
  );
  await delivery.start();
  const idle = () =>
    office.until(
      () => office.query<{ runsWaiting: number; runsActive: number }>("accounts:stats"),
      ({ runsWaiting, runsActive }) => runsWaiting + runsActive === 0 && delivery.activeTurns === 0,
    );
  return { office, missionControl, turns, idle };
}

function agentOf({ agents }: Office, slug: string): string {
  const found = agents.find((agent) => agent.slug === slug);
  if (found === undefined) throw new TypeError(`no agent ${slug}`);
  return found.agentId;
}

const summary = (office: Office) => office.query<{ today: Totals }>("usage:summary");

describe("two agents told to answer one another for ever", () => {
  it("stop within the limits, and what they cost is bounded and shown; a night of heartbeats adds nothing", async () => {
    const names: string[] = [];
    const { office, missionControl, turns, idle } = await work(async ({ agentSlug }) => {
      const other = names.find((name) => name !== agentSlug) ?? "";
      return `@${other} and what do you say?`;
    });
    const [one, other] = office.agents;
    if (one === undefined || other === undefined) throw new TypeError("no demo team");
    names.push(one.slug, other.slug);
    await office.mutate("tasks:create", { title: "Talk", agentIds: [one.agentId, other.agentId] });
    await idle();
    const evening = turns.length;
    // Twelve hours of beats, four an hour and agent.
    for (let beat = 1; beat <= 48; beat += 1)
      for (const agentSlug of names) await missionControl.decideBeat({ agentSlug, beat });
    await idle();
    const { today } = await summary(office);
    const notices = await office.query<{ page: { type: string; body: string }[] }>("notifications:list", {
      paginationOpts: { numItems: 50, cursor: null },
    });
    const stops = notices.page.filter(({ type }) => type === "loop_stopped");
    process.stdout.write(
      `two agents for ever: ${evening} turns, ${turns.length - evening} more in a night of 96 beats; ${today.input} tokens in, $${today.estimatedUsd.toFixed(4)} estimated; ${stops.length} notice\n`,
    );
    expect(evening).toBeGreaterThan(2);
    expect(evening).toBeLessThanOrEqual(14);
    expect(turns).toHaveLength(evening);
    expect(stops).toHaveLength(1);
    expect(today).toMatchObject({ turns: evening, input: evening * TURN.input });
    expect(today.estimatedUsd).toBeCloseTo(evening * ((2_000 * 2.5 + 200 * 15) / 1e6), 9);
  }, 60_000);
});

describe("a budget that is used up", () => {
  it("lets what runs end, starts nothing more, and goes on by itself when it is raised", async () => {
    const { office, turns, idle } = await work(async () => "Done.");
    const agentId = agentOf(office, office.agents[0]?.slug ?? "");
    const budget = { agentId, period: "day", limitUsd: null, warnPercent: 80 };
    await office.mutate("budgets:set", { ...budget, limitTokens: 5_000 });
    for (let nth = 1; nth <= 5; nth += 1) {
      await office.mutate("tasks:create", { title: `Task ${nth}`, agentIds: [agentId] });
      if (nth < 4) await idle();
    }
    const waiting = await office.until(
      () => office.query<{ runsWaiting: number }>("accounts:stats"),
      ({ runsWaiting }) => runsWaiting === 2,
    );
    expect(waiting).toMatchObject({ runsWaiting: 2 });
    expect(turns).toHaveLength(3);
    await office.mutate("budgets:set", { ...budget, limitTokens: 50_000 });
    await idle();
    expect(turns).toHaveLength(5);
  }, 60_000);
});

describe("a call that waits for a person", () => {
  const gated = async (script: Script) => {
    const world = await work(script);
    const { office } = world;
    const agentId = agentOf(office, office.agents[0]?.slug ?? "");
    await office.mutate("agents:update", { agentId, requiresApprovalForActions: ["task_message"] });
    const { taskId } = await office.mutate<{ taskId: string }>("tasks:create", {
      title: "Announce it",
      agentIds: [agentId],
    });
    const decide = async (decision: "approved" | "refused", reason?: string) => {
      const [first] = await office.until(
        () => office.query<{ approvalId: string }[]>("approvals:list"),
        (list) => list.length > 0,
      );
      await office.mutate("approvals:decide", {
        approvalId: first?.approvalId,
        decision,
        ...(reason === undefined ? {} : { reason }),
      });
    };
    const thread = async () =>
      (
        await office.query<{ page: { body: string }[] }>("messages:list", {
          taskId,
          paginationOpts: { numItems: 20, cursor: null },
        })
      ).page.map(({ body }) => body);
    return { ...world, decide, thread };
  };
  const args = { body: "It is live." };

  it("and is decided after the turn: the agent is woken, told, and makes the call once", async () => {
    const answers: Record<string, unknown>[] = [];
    const { turns, idle, decide, thread } = await gated(async (_request, tool) => {
      answers.push(await tool("task_message", args));
      return answers.length === 1 ? "It waits for a person." : "Announced.";
    });
    await idle();
    expect(answers[0]).toMatchObject({ status: "awaiting_approval" });
    expect(turns).toHaveLength(1);
    await decide("approved", "Good.");
    await idle();
    expect(turns).toHaveLength(2);
    expect(turns[1]?.message).toContain("# What happened (approval_decided)");
    expect(turns[1]?.message).toContain(
      'approved your call of task_message with the arguments {"body":"It is live."}. Reason: Good.',
    );
    expect(answers[1]).toHaveProperty("messageId");
    expect((await thread()).filter((body) => body === "It is live.")).toHaveLength(1);
  }, 60_000);

  it("while the gateway is lost: the next attempt is told, and nothing is asked for twice", async () => {
    const answers: Record<string, unknown>[] = [];
    let decided: () => Promise<void> = async () => undefined;
    const { office, turns, idle, decide, thread } = await gated(async (_request, tool) => {
      answers.push(await tool("task_message", args));
      if (answers.length > 1) return "Announced.";
      await decided();
      return { kind: "lost" };
    });
    decided = () => decide("approved");
    await idle();
    await office.until(
      async () => turns.length,
      (count) => count === 2,
    );
    await idle();
    expect(turns[1]?.message).toContain("approved your call of task_message");
    expect(answers.at(-1)).toHaveProperty("messageId");
    expect((await thread()).filter((body) => body === "It is live.")).toHaveLength(1);
    expect(await office.query("approvals:list")).toEqual([]);
  }, 60_000);
});
