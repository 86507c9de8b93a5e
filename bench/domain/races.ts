// What must never happen, counted: two told that a task is theirs, an edit that vanishes, a change that is not seen.
import { connect, createServer, type Socket } from "node:net";
import type { Door } from "../../packages/convex-embedded/bench/host.ts";
import { atMost, exactly, type Figure, plain } from "../figure.ts";
import type { Place } from "./reads.ts";

const CLAIMANTS = 50;
const EDITORS = 40;
const MISSED = 20;
const CATCH_UP_MS = 30_000;

export async function countRaces(place: Place): Promise<Record<string, Figure>> {
  return {
    ...(await claims(place)),
    ...(await edits(place)),
    ...(await changesDuringDisconnect(place)),
  };
}

async function claims({ host, corpus: { accountId, memberId } }: Place): Promise<Record<string, Figure>> {
  const owner = await host.as("owner");
  const racers: Door[] = [];
  for (let nth = 0; nth < CLAIMANTS; nth += 1) {
    const { token } = await owner.mutation<{ token: string }>("invitations:create", {
      accountId,
      role: "member",
    });
    const door = await host.as(`claimant ${nth}`);
    await door.mutation("invitations:accept", { token });
    racers.push(door);
  }
  const { taskId } = await owner.mutation<{ taskId: string }>("tasks:create", {
    accountId,
    title: "Who takes it?",
    memberIds: [memberId],
  });
  const told = await Promise.all(
    racers.map((door) =>
      outcome(
        door.mutation("tasks:updateStatus", { accountId, taskId, from: "assigned", to: "in_progress" }),
      ),
    ),
  );
  const how = `${CLAIMANTS} people move one assigned task to in progress at once`;
  return {
    claims_told_yes: exactly(told.filter((one) => one === "done").length, 1, { unit: "people", how }),
    claims_told_conflict: exactly(told.filter((one) => one === "conflict").length, CLAIMANTS - 1, {
      unit: "people",
      how,
    }),
  };
}

/** Everyone adds a line; who is told of a conflict looks again and retries. */
async function edits({ host, corpus: { accountId } }: Place): Promise<Record<string, Figure>> {
  const owner = await host.as("owner");
  const { taskId, number } = await owner.mutation<{ taskId: string; number: number }>("tasks:create", {
    accountId,
    title: "Everyone writes here",
    description: "start",
  });
  const read = () => owner.query<{ description: string }>("tasks:get", { accountId, number });
  const first = await read();
  let conflicts = 0;
  const add = async (nth: number) => {
    let seen = first;
    for (;;) {
      const edit = {
        description: `${seen.description}\nline ${nth}.`,
        from: { description: seen.description },
      };
      const told = await outcome(owner.mutation("tasks:update", { accountId, taskId, ...edit }));
      if (told === "done") return;
      conflicts += 1;
      seen = await read();
    }
  };
  await Promise.all(Array.from({ length: EDITORS }, (_, nth) => add(nth)));
  const { description } = await read();
  const kept = Array.from({ length: EDITORS }, (_, nth) => `line ${nth}.`).filter((line) =>
    description.includes(line),
  );
  const how = `${EDITORS} people add a line to one text, all from the same version; a conflict is retried`;
  return {
    edits_lost: exactly(EDITORS - kept.length, 0, { unit: "lines", how }),
    edits_told_conflict: plain(conflicts, { unit: "conflicts", how }),
  };
}

async function changesDuringDisconnect({
  host,
  corpus: { accountId },
}: Place): Promise<Record<string, Figure>> {
  const proxy = await startProxy(host.url);
  const client = await host.live("owner", proxy.url);
  const owner = await host.as("owner");
  let titles = new Set<string>();
  type Board = { columns: { cards: { title: string }[] }[] };
  client.watch<Board>("tasks:board", { accountId }, ({ columns }) => {
    titles = new Set(columns.flatMap(({ cards }) => cards.map(({ title }) => title)));
  });
  await until(() => titles.size > 0);
  proxy.cut();
  const made = Array.from({ length: MISSED }, (_, nth) => `Made while away ${nth}`);
  for (const title of made) await owner.mutation("tasks:create", { accountId, title });
  const seenWhileAway = made.filter((title) => titles.has(title)).length;
  proxy.mend();
  const startedAt = performance.now();
  await until(() => made.every((title) => titles.has(title)));
  const missed = made.filter((title) => !titles.has(title)).length;
  await client.close();
  proxy.close();
  const how = `${MISSED} tasks made while a live board's connection is cut`;
  return {
    changes_missed: exactly(missed, 0, { unit: "changes", how }),
    changes_seen_while_cut: atMost(seenWhileAway, 0, { unit: "changes", how: "shows that it was cut" }),
    changes_seen_after: plain(performance.now() - startedAt, {
      unit: "ms",
      how: "from the network's return to the complete board, the client's back-off included",
    }),
  };
}

async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "done";
  } catch (error) {
    const { data } = error as { data?: { code?: string } };
    return data?.code ?? String(error);
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const endsAt = performance.now() + CATCH_UP_MS;
  while (!isSo() && performance.now() < endsAt) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Passes bytes on until it is cut: then connections end and new ones are refused. */
async function startProxy(to: string) {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((socket) => {
    if (isCut) {
      socket.destroy();
      return;
    }
    const onward = connect(Number(port), hostname);
    for (const end of [socket, onward]) {
      open.add(end);
      end.on("error", () => end.destroy());
      end.on("close", () => open.delete(end));
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
