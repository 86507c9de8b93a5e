// Better Auth limits tries per address. This limits them per account as well, so that many addresses guessing one
// person's password are stopped too. Only failures count; a success clears them.
import type { DatabaseSync } from "node:sqlite";

const MAX_FAILURES = 10;
const WINDOW_MS = 15 * 60_000;

export type SignInLimit = {
  /** Seconds to wait before another try, or 0 when one is allowed now. */
  readonly retryAfterSeconds: (email: string, now: number) => number;
  readonly recordFailure: (email: string, now: number) => void;
  readonly clear: (email: string) => void;
};

export function createSignInLimit(db: DatabaseSync): SignInLimit {
  db.exec(
    "create table if not exists signInFailure (email text primary key, count integer not null, since integer not null) strict",
  );
  const read = db.prepare("select count, since from signInFailure where email = ?");
  const write = db.prepare(
    `insert into signInFailure (email, count, since) values (:email, 1, :now)
     on conflict (email) do update set
       count = case when since + :window <= :now then 1 else count + 1 end,
       since = case when since + :window <= :now then :now else since end`,
  );
  const remove = db.prepare("delete from signInFailure where email = ?");
  const key = (email: string) => email.trim().toLowerCase();

  return {
    retryAfterSeconds: (email, now) => {
      const row = read.get(key(email));
      if (!row || Number(row["count"]) < MAX_FAILURES) return 0;
      return Math.max(0, Math.ceil((Number(row["since"]) + WINDOW_MS - now) / 1000));
    },
    recordFailure: (email, now) => void write.run({ email: key(email), now, window: WINDOW_MS }),
    clear: (email) => void remove.run(key(email)),
  };
}
