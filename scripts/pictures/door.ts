// Calls the product as one of its people: every row of the screenshots' accounts comes through functions that people use.
import type { Identity, Stack } from "../../packages/testkit/src/stack.ts";

export type Args = Readonly<Record<string, unknown>>;
export type Door = {
  readonly accountId: string;
  readonly slug: string;
  query<T>(path: string, args?: Args): Promise<T>;
  mutate<T>(path: string, args?: Args): Promise<T>;
  /** The same account through somebody else's hands. */
  as(identity: Identity): Door;
};

type Account = Pick<Door, "accountId" | "slug">;

export function openDoor(stack: Stack, { accountId, slug }: Account, identity: Identity): Door {
  const call = async (kind: "query" | "mutation", path: string, args: Args) =>
    await stack.call(kind, path, { accountId, ...args }, identity);
  return {
    accountId,
    slug,
    query: async <T>(path: string, args: Args = {}) => (await call("query", path, args)) as T,
    mutate: async <T>(path: string, args: Args = {}) => (await call("mutation", path, args)) as T,
    as: (other) => openDoor(stack, { accountId, slug }, other),
  };
}

/** Somebody who never opens a browser. */
export function stranger(key: string, name: string): Identity {
  return { issuer: "https://local.mission-control", subject: key, name, email: `${key}@example.test` };
}

/** Does `work` for 0 … count-1, a few at a time, in order of starting. */
export async function each(
  count: number,
  work: (nth: number) => Promise<unknown>,
  atOnce = 12,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const nth = next;
      next += 1;
      await work(nth);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}
