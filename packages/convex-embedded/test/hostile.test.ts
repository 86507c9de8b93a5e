/** Clients that do not follow the rules: the host outlives them, and tells them or hangs up. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClientMessage } from "../src/net/clientMessage.ts";
import { startHost } from "./support/host.ts";
import { change, query, RawSocket } from "./support/rawSocket.ts";

const CALL = { requestId: 1, udfPath: "messages:list", args: [{ channel: "a" }] };
const VALID: readonly object[] = [
  {
    type: "Connect",
    sessionId: "s",
    connectionCount: 0,
    lastCloseReason: null,
    maxObservedTimestamp: "AAAAAAAAAAA=",
    clientTs: 1,
  },
  change(0, [
    { ...query(0, "messages:list", { channel: "a" }), journal: null },
    { type: "Remove", queryId: 0 },
  ]),
  { ...CALL, type: "Mutation", udfPath: "messages:send" },
  { ...CALL, type: "Action" },
  { type: "Authenticate", tokenType: "User", value: "no token", baseVersion: 0 },
  { type: "Authenticate", tokenType: "Admin", value: "no key", baseVersion: 0, impersonating: {} },
  { type: "Authenticate", tokenType: "None", baseVersion: 0 },
  { type: "Event", eventType: "ClientConnect", event: {} },
];

const NASTY: readonly unknown[] = [
  null,
  -1,
  0.5,
  2 ** 53,
  "",
  "é".repeat(200),
  [],
  [null],
  {},
  true,
  [[]],
  [{}, {}],
  { __proto__: null },
];
const anyValue = fc.oneof(fc.constantFrom(...NASTY), fc.jsonValue({ maxDepth: 2 }));
const broken = fc.oneof(
  // One field is something else, or gone.
  fc
    .tuple(fc.constantFrom(...VALID), fc.nat(10), fc.option(anyValue, { nil: undefined }))
    .map(([message, at, value]) => {
      const names = Object.keys(message);
      return JSON.stringify({ ...message, [names[at % names.length] ?? "type"]: value });
    }),
  fc.tuple(fc.constantFrom(...VALID), fc.nat(200)).map(([message, at]) => {
    const text = JSON.stringify(message);
    return text.slice(0, at % text.length);
  }),
  fc
    .tuple(fc.constantFrom("Connect", "Mutation", "Action", "ModifyQuerySet", "é".repeat(90)), anyValue)
    .map(([type, value]) => JSON.stringify({ type, value })),
  fc.json(),
  fc.constantFrom(
    "",
    "null",
    "[]",
    "1",
    "\u0000",
    `{"type":"Action","requestId":1e999,"udfPath":"a:b","args":[]}`,
  ),
);

describe("a client that sends anything", () => {
  it("[SY12] is answered or sent away, whatever it says after Connect, and the host serves the next one", async () => {
    const host = await startHost();
    let round = 0;
    const anything = fc.array(broken, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anything, async (texts) => {
        round += 1;
        const socket = await new RawSocket(host.url).open(`fuzz ${round}`);
        for (const text of texts) socket.sendText(text);
        socket.send({ ...CALL, type: "Action", requestId: 4_242 });
        const answer = await socket.find(({ requestId }) => requestId === 4_242);
        socket.terminate();
        expect(answer !== null || socket.closeReason !== null).toBe(true);
      }),
      { numRuns: 200 },
    );
    const polite = await new RawSocket(host.url).open("after all");
    polite.send(change(0, [query(0, "messages:list", { channel: "a" })]));
    await polite.next("Transition");
  });

  it.each([
    { type: "Action", requestId: 1, udfPath: "a:b" },
    { type: "Mutation", requestId: 1, udfPath: "a:b", args: {} },
    { type: "Mutation", requestId: "1", udfPath: "a:b", args: [] },
    { type: "Mutation", requestId: 1, udfPath: ["a:b"], args: [] },
    { type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [null] },
    { type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [{ type: "Other", queryId: 0 }] },
    { type: "Authenticate", baseVersion: 0, tokenType: "User" },
    { type: "é".repeat(200) },
  ])("[SY13] is told of a FatalError and closed for %j", async (message) => {
    const host = await startHost();
    const socket = await new RawSocket(host.url).open("broken");
    socket.send(message);
    const told = await socket.next("FatalError");
    expect(told["error"]).toMatch(/^Received a m/);
    expect(await socket.closed()).toMatch(/^Received a m/);
  });

  it("[SY14] may nest as deep as it likes: its session ends, not the host", async () => {
    const host = await startHost();
    const nested = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    for (const type of ["Action", "Mutation"]) {
      const socket = await new RawSocket(host.url).open(`deep ${type}`);
      socket.sendText(`{"type":"${type}","requestId":1,"udfPath":"messages:send","args":[{"a":${nested}}]}`);
      expect(
        (await socket.find((frame) => "requestId" in frame)) !== null || socket.closeReason !== null,
      ).toBe(true);
    }
    const live = await new RawSocket(host.url).open("deep query");
    live.sendText(
      `{"type":"ModifyQuerySet","baseVersion":0,"newVersion":1,"modifications":[{"type":"Add","queryId":0,"udfPath":"messages:list","args":[{"a":${nested}}]}]}`,
    );
    expect((await live.find(({ type }) => type === "Transition")) !== null || live.closeReason !== null).toBe(
      true,
    );
    const polite = await new RawSocket(host.url).open("after all");
    polite.send(change(0, []));
    await polite.next("Transition");
  });
});

describe("what clients of any language leave out", () => {
  it("may be null or missing", () => {
    const connect = { type: "Connect", sessionId: "s", connectionCount: 0, lastCloseReason: null };
    expect(
      parseClientMessage(JSON.stringify({ ...connect, maxObservedTimestamp: null, clientTs: null })),
    ).toEqual(connect);
    expect(parseClientMessage(JSON.stringify({ ...CALL, type: "Mutation", componentPath: null }))).toEqual({
      ...CALL,
      type: "Mutation",
    });
  });

  it("and what official clients send is taken as it is", () => {
    for (const message of VALID) expect(message).toMatchObject(parseClientMessage(JSON.stringify(message)));
  });
});
