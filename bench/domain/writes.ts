// A task with an assignee: task, activities, notification and inbox in one transaction, acknowledged after its fsync.
import { atLeast, atMost, type Figure, plain, quantile } from "../figure.ts";
import type { Place } from "./reads.ts";

const CLIENTS = 32;
const PER_CLIENT = 200;
const ROUNDS = 5;
const SERIAL = 200;

export async function measureWrites({ host, corpus }: Place): Promise<Record<string, Figure>> {
  const { accountId, memberId } = corpus;
  const draft = { accountId, title: "Write the release notes of the week", memberIds: [memberId] };
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => host.live("colleague")));
  const burst = (each: number) =>
    Promise.all(
      clients.map(async (client) => {
        for (let i = 0; i < each; i += 1) await client.mutation("tasks:create", draft);
      }),
    );
  await burst(40);
  const perSecond: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [startedAt, cpuBefore] = [performance.now(), await host.cpuMs()];
    await burst(PER_CLIENT);
    const writes = CLIENTS * PER_CLIENT;
    perSecond.push((writes / (performance.now() - startedAt)) * 1000);
    cpu.push(((await host.cpuMs()) - cpuBefore) / writes);
  }
  const { read, written } = await host.cost("tasks:create");
  for (const client of clients.slice(1)) await client.close();
  const serialMs: number[] = [];
  for (let i = 0; i < SERIAL; i += 1) {
    const startedAt = performance.now();
    await clients[0]?.mutation("tasks:create", draft);
    serialMs.push(performance.now() - startedAt);
  }
  await clients[0]?.close();
  const how = `${CLIENTS} official WebSocket clients on the large account, ${PER_CLIENT} tasks each, synchronous=FULL; the best of ${ROUNDS} rounds`;
  const serial = { unit: "ms", how: `${SERIAL} tasks one after the other over one WebSocket` };
  return {
    create_per_second: atLeast(Math.max(...perSecond), 1_800, { unit: "tasks/s", how }),
    create_per_second_median: plain(quantile(perSecond, 0.5), { unit: "tasks/s", how: "the median round" }),
    create_cpu: atMost(Math.min(...cpu), 0.5, { unit: "ms", how: "processor time of the host per task" }),
    create_cpu_median: plain(quantile(cpu, 0.5), { unit: "ms", how: "the median round" }),
    create_documents_read: plain(read, { unit: "documents", how: "read by the call" }),
    create_documents_written: plain(written, { unit: "documents", how: "written by the call" }),
    create_serial_p50: plain(quantile(serialMs, 0.5), serial),
    create_serial_p99: plain(quantile(serialMs, 0.99), serial),
  };
}
