// A person of this installation, spoken for by whoever may read its data folder.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConvexHttpClient } from "convex/browser";
import type { UserIdentityAttributes } from "convex/server";
import type { StartConfig } from "./config.ts";
import { loadSecrets } from "./secrets.ts";

/**
 * The issuer of local sign-in tokens. A constant rather than this server's address: people are known by issuer and
 * subject, and must stay the same people when the port or the host name changes.
 */
export const localIssuer = "https://local.mission-control";

type Person = {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string;
};
type Named = { email: string; user?: string | undefined };

/** Whoever signed up with the address; with Clerk, which keeps its people elsewhere, whoever is named by Clerk's id. */
export function findPerson({ dataDir, clerk }: Pick<StartConfig, "dataDir" | "clerk">, named: Named): Person {
  const email = named.email.trim().toLowerCase();
  // before anybody is spoken for: a wrong folder would be made, with secrets that open nothing
  if (!existsSync(join(dataDir, "secrets.json")))
    throw new TypeError(
      `There is no installation in ${dataDir}. Name its folder: MC_DATA_DIR=… in front of the command.`,
    );
  if (clerk) {
    if (!named.user)
      throw new TypeError(
        "Clerk keeps the people of this installation: add --user with the id at Clerk, user_….",
      );
    return { issuer: clerk.issuer, subject: named.user, name: email.split("@")[0] ?? email, email };
  }
  if (named.user)
    throw new TypeError("--user is for installations with Clerk; here people are known by their --email.");
  const file = join(dataDir, "auth.sqlite");
  if (!existsSync(file))
    throw new TypeError(
      `Nobody has signed up with a password in ${dataDir}. If it signs people in with Clerk, set what Clerk needs as for npm start.`,
    );
  const people = new DatabaseSync(file, { readOnly: true });
  try {
    const row = people.prepare('select id, name, email from "user" where email = ?').get(email);
    if (!row) throw new TypeError(`Nobody has signed up as ${email} here. Sign up first.`);
    return {
      issuer: localIssuer,
      subject: String(row["id"]),
      name: String(row["name"]),
      email: String(row["email"]),
    };
  } finally {
    people.close();
  }
}

export type Acting = { readonly client: ConvexHttpClient; readonly backendUrl: string };

/** Calls the running backend as the person, whose role decides what is allowed, as in the dashboard. */
export async function actAs(
  person: Person,
  { dataDir, backendPort }: Pick<StartConfig, "dataDir" | "backendPort">,
): Promise<Acting> {
  const backendUrl = `http://127.0.0.1:${backendPort}`;
  const answer = await fetch(`${backendUrl}/version`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => null,
  );
  if (!answer?.ok)
    throw new TypeError(
      `Mission Control does not run at port ${backendPort}. Start it with npm start, or name its port: MC_BACKEND_PORT=… in front of the command.`,
    );
  const client = new ConvexHttpClient(backendUrl, { logger: false });
  const { adminKey } = loadSecrets(dataDir);
  const tokenIdentifier = `${person.issuer}|${person.subject}`;
  // Hidden in the published types: what the official command line uses for `npx convex run --identity`.
  (client as unknown as { setAdminAuth(key: string, acting: UserIdentityAttributes): void }).setAdminAuth(
    adminKey,
    { ...person, tokenIdentifier },
  );
  return { client, backendUrl };
}

/** The sentence of a refusal; of anything else what it says of itself. */
export function sentenceOf(error: unknown): string {
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : null;
  if (typeof data === "object" && data !== null && "message" in data) return String(data.message);
  return error instanceof Error ? error.message : String(error);
}
