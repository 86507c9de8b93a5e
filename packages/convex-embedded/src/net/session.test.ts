import { describe, expect, it } from "vitest";
import { silentLogger } from "../observability/logger.ts";
import { MAX_RUNNING_ACTIONS, MAX_WAITING_MESSAGES } from "./limits.ts";
import { type SessionHost, SyncSession } from "./session.ts";

/** A session whose host does what a test says; `closed` is why the socket was closed. */
function openSession(host: {
  runAction?: () => Promise<unknown>;
  fromSocket?: () => Promise<unknown>;
  sendFails?: true;
}) {
  const told = { closed: [] as string[], paused: 0, resumed: 0 };
  const session = new SyncSession(
    {
      database: { latestTs: 1n },
      executor: { runAction: host.runAction },
      authenticator: { fromSocket: host.fromSocket },
      reactor: { requestRound: () => undefined, leave: () => undefined },
      logger: silentLogger,
    } as unknown as SessionHost,
    {
      bufferedBytes: 0,
      send: () => {
        if (host.sendFails) throw new TypeError("defect");
      },
      close: (_code, reason) => void told.closed.push(reason),
      pause: () => {
        told.paused += 1;
      },
      resume: () => {
        told.resumed += 1;
      },
    },
    { ip: null, userAgent: null },
  );
  const say = (message: object) => session.receive(JSON.stringify(message));
  say({ type: "Connect", sessionId: "s", connectionCount: 0, lastCloseReason: null });
  return { session, told, say };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const action = (requestId: number) => ({ type: "Action", requestId, udfPath: "a:b", args: [{}] });
const signIn = { type: "Authenticate", tokenType: "User", value: "token", baseVersion: 0 };

describe("a session", () => {
  it("is closed, and nothing else, when work that nobody awaits fails", async () => {
    const { told, say } = openSession({ runAction: () => Promise.reject(new TypeError("defect")) });
    say(action(1));
    await turn();
    expect(told.closed).toEqual(["InternalServerError"]);
  });

  it("is closed when it cannot answer after a round, and lets the round go on", () => {
    const { session, told, say } = openSession({ sendFails: true });
    say({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [] });
    expect(() => session.roundEnded(2n)).not.toThrow();
    expect(told.closed).toEqual(["InternalServerError"]);
  });

  it("has a reason that fits a close frame, whatever the refusal says", async () => {
    const refused = { kind: "refused", code: "x", message: "ü".repeat(500), isTransient: true };
    const { told, say } = openSession({ fromSocket: async () => refused });
    say(signIn);
    await turn();
    expect(told.closed[0]).toMatch(/^InternalServerError: /);
    expect(Buffer.byteLength(told.closed[0] ?? "")).toBeLessThanOrEqual(123);
  });

  it("[IN8] runs at most 1,000 actions at once", async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const { told, say } = openSession({ runAction: () => promise });
    for (let at = 0; at < MAX_RUNNING_ACTIONS; at += 1) say(action(at));
    resolve({ ok: true, value: "null", logLines: [] });
    await turn();
    for (let at = 0; at < MAX_RUNNING_ACTIONS; at += 1) say(action(at));
    expect(told.closed).toEqual([]);
    const waiting = openSession({ runAction: () => new Promise(() => undefined) });
    for (let at = 0; at <= MAX_RUNNING_ACTIONS; at += 1) waiting.say(action(at));
    await turn();
    expect(waiting.told.closed).toEqual(["TooManyConcurrentRequests: too many running actions"]);
  });

  it("reads nothing while it finds out who has signed in, and keeps little of what had arrived", async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const { told, say } = openSession({ fromSocket: () => promise });
    say(signIn);
    expect(told).toMatchObject({ paused: 1, resumed: 0 });
    for (let at = 0; at < MAX_WAITING_MESSAGES; at += 1) say({ type: "Event", eventType: "x" });
    expect(told.closed).toEqual([]);
    say({ type: "Event", eventType: "x" });
    expect(told.closed).toEqual(["TooManyConcurrentRequests: too many messages at once"]);
    resolve({
      kind: "accepted",
      subject: { identity: null, isAdmin: false },
      token: null,
      expiresAtMs: null,
    });
    await turn();
    expect(told).toMatchObject({ paused: 1, resumed: 1 });
  });
});
