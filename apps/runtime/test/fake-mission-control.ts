/**
 * A backend in memory for delivery tests: queue, leases with fences, idempotent completion, tool calls with their effects. It
 * follows the rules of the service functions as far as delivery can tell, and records what happened for the test to look at.
 */
import type { RunContext } from "@mc/shared/delivery/context";
import { isActive, isTerminal, MAX_ATTEMPTS, type RunStatus } from "@mc/shared/delivery/run";
import { type CommandKind, decideCommandReport, isCommandOver } from "@mc/shared/runtime/command";
import type { RuntimeReport } from "@mc/shared/runtime/report";
import { TOOL_NAMES } from "@mc/shared/tools/catalog";
import type {
  BeatDecision,
  CommandOrder,
  CommandWord,
  Completion,
  DesiredAgent,
  DesiredState,
  Failure,
  Hold,
  HoldAnswer,
  LeaseAnswer,
  MissionControl,
  Progress,
  QueueSnapshot,
  RenewAnswer,
  Spent,
  ToolCall,
  Watch,
} from "../src/mission-control/mission-control.ts";

export interface FakeRun {
  runId: string;
  agentSlug: string;
  sessionKey: string;
  context: RunContext;
  status: RunStatus;
  attempt: number;
  fence: number;
  leaseUntil: number | null;
  availableAt: number;
  gatewayRunId: string | null;
  isCancelRequested: boolean;
  /** Every answer that was accepted; more than one would be a broken promise. */
  answers: Completion[];
  failures: Failure[];
  texts: string[];
  tools: NonNullable<Progress["tool"]>[];
  releases: number;
  /** What its attempts have used, by fence. */
  spent: Map<number, Spent>;
  maxTurnTokens: number;
}

export interface NewRun {
  readonly agent?: string;
  readonly task?: string;
  readonly kind?: string;
  readonly title?: string;
  readonly description?: string;
  readonly say?: string;
}

export interface FakeOrder extends CommandOrder {
  status: CommandOrder["status"];
  ended: CommandOrder["status"] | null;
  reason: string;
  logs: string;
  /** Names of the steps that were told, in order. */
  steps: string[];
}

export class FakeMissionControl implements MissionControl {
  readonly runs: FakeRun[] = [];
  readonly toolCalls: ToolCall[] = [];
  readonly reports: RuntimeReport[] = [];
  readonly orders: FakeOrder[] = [];
  readonly beats: { agentSlug: string; beat: number }[] = [];
  /** Agents for whom something happened since their last turn. */
  readonly news = new Set<string>();
  desired: DesiredState = { account: { name: "Acme", slug: "acme" }, agents: [agent("mara"), agent("theo")] };
  /** Files of skills by id; one that is asked for and not here is a fault. */
  readonly skillFiles = new Map<string, string>();
  readonly skillsFetched: string[] = [];
  /** Replaces what tools answer; may throw a refusal. */
  onTool: (call: ToolCall) => unknown = () => ({ ok: true });
  retryAfterMs = 0;
  #queueWatchers = new Set<(queue: QueueSnapshot) => void>();
  #desiredWatchers = new Set<(desired: DesiredState) => void>();
  #waiters = new Set<() => void>();
  #sequence = 0;
  #orderWatchers = new Set<(orders: readonly CommandOrder[]) => void>();

  order(kind: CommandKind, version: string | null = null): FakeOrder {
    const generation = this.orders.length + 1;
    const commandId = `command${generation}`;
    const made: FakeOrder = {
      ...{ commandId, generation, kind, version, status: "requested" },
      ...{ ended: null, reason: "", logs: "", steps: [] },
    };
    this.orders.push(made);
    this.#tellOrders();
    return made;
  }

  watchOrders(onChange: (orders: readonly CommandOrder[]) => void): Watch {
    this.#orderWatchers.add(onChange);
    queueMicrotask(() => this.#tellOrders());
    return { stop: () => this.#orderWatchers.delete(onChange) };
  }

  async reportCommand(word: CommandWord): Promise<"ok" | "lost"> {
    const order = this.orders.find(({ commandId }) => commandId === word.commandId);
    if (order === undefined) return "lost";
    const { kind } = decideCommandReport(order, word);
    if (kind === "lost") return "lost";
    if (word.step && order.steps.at(-1) !== word.step.name) order.steps.push(word.step.name);
    if (kind === "apply") {
      order.status = word.status;
      order.reason = word.reason ?? "";
      order.logs = word.logs ?? "";
      if (isCommandOver(word.status)) order.ended = word.status;
      this.#tellOrders();
      for (const waiter of this.#waiters) waiter();
    }
    return "ok";
  }

  #tellOrders(): void {
    const open = this.orders.filter(({ ended }) => ended === null);
    for (const tell of this.#orderWatchers) tell(open.map((order) => ({ ...order })));
  }

  add(run: NewRun = {}): FakeRun {
    this.#sequence += 1;
    const slug = run.agent ?? "mara";
    const task = run.task ?? `t${this.#sequence}`;
    const kind = run.kind ?? "assignment";
    const made: FakeRun = {
      runId: `run${this.#sequence}`,
      agentSlug: slug,
      sessionKey: `agent:${slug}:mc:task:${task}:g1`,
      context: {
        agent: { name: slug, slug, role: "Engineer" },
        promptPrefix: "",
        documents: [],
        decisions: [],
        task: {
          number: this.#sequence,
          title: run.title ?? "Write the plan",
          description: run.description ?? "",
          status: "assigned",
          priority: 3,
          labels: [],
          dueAt: null,
          assignees: [slug],
        },
        cause: { kind, sentence: "Ada gave you this task.", actorName: "Ada" },
        news:
          run.say === undefined
            ? []
            : [
                {
                  messageId: "m1",
                  authorName: "Ada",
                  authorKind: "member",
                  body: run.say,
                  at: 1_790_000_000_000,
                },
              ],
        olderNewsCount: 0,
        isOlderNewsCountCapped: false,
        roster: [{ name: "Ada", slug: "ada", kind: "member", role: "owner" }],
        allowedTools: [...TOOL_NAMES],
        allowedTargets: ["in_progress", "review", "blocked"],
        done: [],
        notificationTypes: ["assignment"],
      },
      status: "queued",
      attempt: 0,
      fence: 0,
      leaseUntil: null,
      availableAt: 0,
      gatewayRunId: null,
      isCancelRequested: false,
      answers: [],
      failures: [],
      texts: [],
      tools: [],
      releases: 0,
      spent: new Map(),
      maxTurnTokens: 1_000_000,
    };
    this.runs.push(made);
    this.changed();
    return made;
  }

  cancel(run: FakeRun): void {
    run.isCancelRequested = true;
    this.changed();
  }

  setAgents(agents: DesiredAgent[]): void {
    this.desired = { ...this.desired, agents };
    for (const watcher of this.#desiredWatchers) watcher(this.desired);
  }

  /** Another runtime takes the work from now on. */
  standBy(): void {
    for (const watcher of this.#desiredWatchers)
      watcher({ account: this.desired.account, agents: [], isStandby: true });
  }

  /** Resolves when the condition holds; the caller's test time-out is the limit. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiters.add(resolve);
      const timer = setTimeout(resolve, 50);
      await promise;
      clearTimeout(timer);
      this.#waiters.delete(resolve);
    }
  }

  untilOver(...runs: FakeRun[]): Promise<void> {
    return this.until(() => runs.every((run) => isTerminal(run.status)));
  }

  changed(): void {
    const queue = this.#snapshot();
    for (const watcher of this.#queueWatchers)
      queueMicrotask(() => this.#queueWatchers.has(watcher) && watcher(queue));
    for (const waiter of this.#waiters) waiter();
  }

  async checkIn(report: RuntimeReport) {
    this.reports.push(report);
    for (const waiter of this.#waiters) waiter();
    return { accountId: "a1", accountName: "Acme", runtimeId: "r1" };
  }

  async skillFile(skillId: string) {
    const file = this.skillFiles.get(skillId);
    if (file === undefined) throw new TypeError(`no file of the skill ${skillId}`);
    this.skillsFetched.push(skillId);
    return { fileHash: file, file };
  }

  setSkills(skills: DesiredState["skills"], agents = this.desired.agents): void {
    this.desired = { ...this.desired, agents, ...(skills === undefined ? {} : { skills }) };
    for (const watcher of this.#desiredWatchers) watcher(this.desired);
  }

  watchDesired(onChange: (desired: DesiredState) => void): Watch {
    this.#desiredWatchers.add(onChange);
    queueMicrotask(() => onChange(this.desired));
    return { stop: () => this.#desiredWatchers.delete(onChange) };
  }

  watchQueue(onChange: (queue: QueueSnapshot) => void): Watch {
    this.#queueWatchers.add(onChange);
    queueMicrotask(() => onChange(this.#snapshot()));
    return { stop: () => this.#queueWatchers.delete(onChange) };
  }

  async lease(runId: string, leaseMs: number): Promise<LeaseAnswer> {
    const run = this.runs.find((candidate) => candidate.runId === runId);
    if (run === undefined || !this.#isFree(run)) return { kind: "refused", reason: "not free" };
    if (
      this.runs.some(
        (other) => other !== run && other.sessionKey === run.sessionKey && isActive(other.status),
      )
    )
      return { kind: "refused", reason: "busy session" };
    Object.assign(run, {
      status: "leased",
      attempt: run.attempt + 1,
      fence: run.fence + 1,
      leaseUntil: Date.now() + leaseMs,
    });
    this.changed();
    return {
      kind: "leased",
      runId,
      fence: run.fence,
      attempt: run.attempt,
      agentSlug: run.agentSlug,
      sessionKey: run.sessionKey,
      maxTurnTokens: run.maxTurnTokens,
      context: run.context,
    };
  }

  async renew(hold: Hold, leaseMs: number): Promise<RenewAnswer> {
    const run = this.#held(hold);
    if (run === null) return { kind: "lost" };
    run.leaseUntil = Date.now() + leaseMs;
    return { kind: "ok", isCancelRequested: run.isCancelRequested };
  }

  accepted(hold: Hold, turn: { gatewayRunId: string }): Promise<HoldAnswer> {
    return this.#act(hold, (run) =>
      Object.assign(run, { status: "accepted", gatewayRunId: turn.gatewayRunId }),
    );
  }

  progress(hold: Hold, progress: Progress): Promise<HoldAnswer> {
    return this.#act(hold, (run) => {
      run.status = "running";
      if (progress.text !== undefined) run.texts.push(progress.text);
      if (progress.tool !== undefined) run.tools.push(progress.tool);
      this.#note(run, hold, progress.spent);
    });
  }

  async complete(hold: Hold, completion: Completion): Promise<HoldAnswer> {
    const done = this.runs.find(
      (run) => run.runId === hold.runId && run.status === "succeeded" && run.fence === hold.fence,
    );
    if (done !== undefined) return "ok";
    return await this.#act(hold, (run) => {
      run.answers.push(completion);
      this.#note(run, hold, completion);
      run.status = "succeeded";
    });
  }

  fail(hold: Hold, failure: Failure, spent?: Spent): Promise<HoldAnswer> {
    return this.#act(hold, (run) => {
      this.#note(run, hold, spent);
      run.failures.push(failure);
      run.leaseUntil = null;
      run.fence += 1;
      run.availableAt = Date.now() + (failure.retryAfterMs ?? this.retryAfterMs);
      run.status = !failure.isRetryable ? "failed" : run.attempt >= MAX_ATTEMPTS ? "dead_letter" : "queued";
    });
  }

  cancelled(hold: Hold, spent?: Spent): Promise<HoldAnswer> {
    return this.#act(hold, (run) => {
      this.#note(run, hold, spent);
      run.status = "cancelled";
    });
  }

  release(hold: Hold, spent?: Spent): Promise<HoldAnswer> {
    return this.#act(hold, (run) => {
      this.#note(run, hold, spent);
      run.status = "queued";
      run.attempt -= 1;
      run.fence += 1;
      run.leaseUntil = null;
      run.releases += 1;
    });
  }

  async charge(hold: Hold, spent: Spent): Promise<void> {
    const run = this.runs.find((candidate) => candidate.runId === hold.runId);
    if (run !== undefined) this.#note(run, hold, spent);
    this.changed();
  }

  async callTool(call: ToolCall): Promise<unknown> {
    if (!this.toolCalls.some((earlier) => earlier.callId === call.callId)) this.toolCalls.push(call);
    const run = this.runs.find(
      (candidate) => candidate.sessionKey === call.sessionKey && isActive(candidate.status),
    );
    if (call.tool === "task_status" && run?.context.task)
      run.context.done.push(`Set the task to ${String(call.args["status"])}.`);
    if (call.tool === "document_upsert" && run !== undefined)
      run.context.done.push(`Wrote the document "${String(call.args["title"])}".`);
    return this.onTool(call);
  }

  /** As the server decides: unread news becomes a run, silence becomes nothing. */
  async decideBeat({ agentSlug, beat }: { agentSlug: string; beat: number }): Promise<BeatDecision> {
    this.beats.push({ agentSlug, beat });
    if (!this.news.delete(agentSlug)) return { kind: "quiet" };
    this.add({ agent: agentSlug, kind: "heartbeat" });
    return { kind: "woken" };
  }

  async close(): Promise<void> {
    this.#queueWatchers.clear();
    this.#desiredWatchers.clear();
  }

  async #act(hold: Hold, change: (run: FakeRun) => void): Promise<HoldAnswer> {
    const run = this.#held(hold);
    if (run === null) return "lost";
    change(run);
    this.changed();
    return "ok";
  }

  #note(run: FakeRun, { fence }: Hold, spent: Spent | undefined): void {
    if (spent !== undefined) run.spent.set(fence, spent);
  }

  #held(hold: Hold): FakeRun | null {
    const run = this.runs.find((candidate) => candidate.runId === hold.runId);
    return run !== undefined && isActive(run.status) && run.fence === hold.fence ? run : null;
  }

  #isFree(run: FakeRun): boolean {
    if (run.status === "queued") return run.availableAt <= Date.now();
    return isActive(run.status) && run.leaseUntil !== null && run.leaseUntil <= Date.now();
  }

  #snapshot(): QueueSnapshot {
    const heads = new Map<string, FakeRun>();
    const valid = this.runs.filter((run) => isActive(run.status) && (run.leaseUntil ?? 0) > Date.now());
    const busy = new Set(valid.map((run) => run.sessionKey));
    for (const run of this.runs) {
      const isWaiting = run.status === "queued" || (isActive(run.status) && !valid.includes(run));
      if (isWaiting && !busy.has(run.sessionKey) && !heads.has(run.sessionKey))
        heads.set(run.sessionKey, run);
    }
    return {
      ready: [...heads.values()].map(({ runId, agentSlug, sessionKey, availableAt }) => ({
        runId,
        agentSlug,
        sessionKey,
        availableAt,
      })),
      cancels: this.runs
        .filter((run) => run.isCancelRequested && isActive(run.status))
        .map(({ runId, sessionKey }) => ({ runId, sessionKey })),
      active: valid.map(({ runId, sessionKey, fence, status, leaseUntil, gatewayRunId, maxTurnTokens }) => ({
        maxTurnTokens,
        runId,
        sessionKey,
        fence,
        status,
        leaseUntil: leaseUntil ?? 0,
        gatewayRunId,
      })),
    };
  }
}

export function agent(slug: string): DesiredAgent {
  return {
    agentId: `id-${slug}`,
    slug,
    name: slug,
    role: "Engineer",
    icon: null,
    soul: `# ${slug}\nYou are careful.`,
    identity: `Name: ${slug}`,
    model: null,
    isPaused: false,
    tools: [...TOOL_NAMES],
  };
}
