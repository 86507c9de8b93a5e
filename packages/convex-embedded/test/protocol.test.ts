import { describe, expect, it } from "vitest";
import { decodeTs, encodeTs } from "../src/net/protocol.ts";
import { startHost } from "./support/host.ts";
import { change, query, RawSocket } from "./support/rawSocket.ts";

interface Version {
  querySet: number;
  identity: number;
  ts: string;
}

const send = (requestId: number, body: string) => ({
  type: "Mutation",
  requestId,
  udfPath: "messages:send",
  args: [{ channel: "a", body }],
});

describe("the sync protocol", () => {
  it("[SY1] chains transitions without a gap and never lets time go back", async () => {
    const host = await startHost();
    const socket = await new RawSocket(host.url).open("s1");
    socket.send(change(0, [query(0, "messages:list", { channel: "a" })]));
    for (let i = 0; i < 5; i += 1) socket.send(send(i, `m${i}`));
    for (let i = 1; i < 4; i += 1)
      socket.send(change(i, [query(i, "messages:last", { channel: "a", count: i })]));
    const covered = () => {
      const last = socket.frames.findLast((frame) => frame.type === "Transition") as
        | { endVersion?: Version }
        | undefined;
      return (
        last?.endVersion?.querySet === 4 &&
        socket.frames.filter((frame) => frame.type === "MutationResponse").length === 5
      );
    };
    for (let seen = 0; !covered(); seen = socket.frames.length) await socket.next("Transition", seen);
    let end: Version = { querySet: 0, identity: 0, ts: encodeTs(0n) };
    for (const frame of socket.frames.filter(({ type }) => type === "Transition")) {
      expect(frame["startVersion"]).toEqual(end);
      const next = frame["endVersion"] as Version;
      expect(decodeTs(next.ts) >= decodeTs(end.ts)).toBe(true);
      end = next;
    }
  });

  it("[SY2] answers a mutation before the transition that covers it", async () => {
    const host = await startHost();
    const socket = await new RawSocket(host.url).open("s2");
    socket.send(change(0, [query(0, "messages:list", { channel: "a" })]));
    await socket.next("Transition");
    const before = socket.frames.length;
    socket.send(send(0, "x"));
    const response = await socket.next("MutationResponse", before);
    const at = socket.frames.indexOf(response);
    const covering = await socket.next("Transition", at + 1);
    const ts = decodeTs(response["ts"] as string);
    expect(decodeTs((covering["endVersion"] as Version).ts) >= ts).toBe(true);
    for (const earlier of socket.frames.slice(0, at).filter(({ type }) => type === "Transition")) {
      expect(decodeTs((earlier["endVersion"] as Version).ts) < ts).toBe(true);
    }
  });

  it("[SY3] a re-sent mutation gets its old answer, no second effect, and a transition after it", async () => {
    const host = await startHost();
    const first = await new RawSocket(host.url).open("same session");
    first.send(change(0, []));
    first.send(send(7, "once"));
    const answer = await first.next("MutationResponse");
    const again = await new RawSocket(host.url).open("same session");
    again.send(change(0, [query(0, "messages:list", { channel: "a" })]));
    await again.next("Transition");
    const before = again.frames.length;
    again.send(send(7, "once"));
    expect(await again.next("MutationResponse", before)).toEqual(answer);
    await again.next("Transition", again.frames.indexOf(await again.next("MutationResponse")) + 1);
    const shown = again.frames.find(({ type }) => type === "Transition") as unknown as {
      modifications: { value: unknown[] }[];
    };
    expect(shown.modifications[0]?.value).toHaveLength(1);
  });

  it("[SY6] ends sessions that break the protocol with a FatalError, and only those", async () => {
    const host = await startHost();
    const socket = await new RawSocket(host.url).open("s3");
    socket.send(change(5, []));
    expect((await socket.next("FatalError"))["error"]).toContain("does not match the current version 0");
    await socket.closed();
    const early = await new RawSocket(host.url).open("s4");
    early.send({ type: "Connect", sessionId: "s4", connectionCount: 0, lastCloseReason: null });
    await early.next("FatalError");
  });

  it("[SY10] sends a client away for a while that has seen a newer state than ours", async () => {
    const host = await startHost();
    const future = encodeTs(BigInt(Date.now() + 3_600_000) * 1_000_000n);
    const socket = await new RawSocket(host.url).open("s5", { maxObservedTimestamp: future });
    expect(await socket.closed()).toMatch(/^InternalServerError/);
    expect(socket.frames.map(({ type }) => type)).not.toContain("FatalError");
  });

  it("[SY11] removes a query and says so", async () => {
    const host = await startHost();
    const socket = await new RawSocket(host.url).open("s6");
    socket.send(change(0, [query(0, "messages:list", { channel: "a" })]));
    await socket.next("Transition");
    const before = socket.frames.length;
    socket.send(change(1, [{ type: "Remove", queryId: 0 }]));
    expect((await socket.next("Transition", before))["modifications"]).toEqual([
      { type: "QueryRemoved", queryId: 0 },
    ]);
  });
});
