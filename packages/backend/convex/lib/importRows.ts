/**
 * Reading a row of an exported file. The file comes from outside: nothing in it is believed before it was looked at, and
 * what is wrong is said with the table, the row and the field. What a row names is looked up among what came before it.
 */
import type { ImportStep } from "@mc/shared/account/exportFile";
import { cleanName } from "@mc/shared/account/name";
import type { Id, TableNames } from "../_generated/dataModel";
import type { ActorRef, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";

const MAX_ID = 100;
const MAX_NAME = 80;
const MAX_LISTED = 200;

/** The table in which the rows of a step stand, where others name them. */
type Named = Extract<ImportStep, TableNames>;

/** Ids of the file and what stands for them here; asks once per transaction. */
export class ImportedIds {
  readonly #ctx: WriteCtx;
  readonly #known = new Map<string, string | null>();

  constructor(ctx: WriteCtx) {
    this.#ctx = ctx;
  }

  async find<Table extends Named>(table: Table, oldId: string | null): Promise<Id<Table> | null> {
    if (oldId === null) return null;
    const key = `${table} ${oldId}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known as Id<Table> | null;
    const row = await this.#ctx.db
      .query("importedIds")
      .withIndex("by_account_step_old", (q) =>
        q.eq("accountId", this.#ctx.account._id).eq("step", table).eq("oldId", oldId),
      )
      .first();
    this.#known.set(key, row?.newId ?? null);
    return (row?.newId ?? null) as Id<Table> | null;
  }

  async keep<Table extends Named>(table: Table, oldId: string, newId: Id<Table>): Promise<void> {
    this.#known.set(`${table} ${oldId}`, newId);
    await this.#ctx.db.insert("importedIds", { accountId: this.#ctx.account._id, step: table, oldId, newId });
  }

  /** Those that are here, each once. */
  async findAll<Table extends Named>(table: Table, oldIds: readonly string[]): Promise<Id<Table>[]> {
    const found = await Promise.all(oldIds.map((oldId) => this.find(table, oldId)));
    return [...new Set(found.filter((id) => id !== null))];
  }

  /** Whoever did it; the system when they are not in the file. */
  async actor(value: ImportRow | null): Promise<ActorRef> {
    const kind = value?.raw("kind");
    const memberId =
      kind === "member" ? await this.find("memberships", value?.idOrNull("memberId") ?? null) : null;
    if (memberId) return { kind: "member", memberId };
    const agentId = kind === "agent" ? await this.find("agents", value?.idOrNull("agentId") ?? null) : null;
    return agentId ? { kind: "agent", agentId } : { kind: "system" };
  }
}

/** One row, or an object inside one. */
export class ImportRow {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #place: string;

  constructor(fields: Readonly<Record<string, unknown>>, place: string) {
    this.#fields = fields;
    this.#place = place;
  }

  raw(field: string): unknown {
    return this.#fields[field];
  }

  /** At most `max` characters, empty only where `canBeEmpty`. */
  text(field: string, max: number, canBeEmpty = false): string {
    const value = this.#fields[field];
    if (typeof value !== "string" || value.length > max || (!canBeEmpty && value.trim() === "")) {
      throw this.#wrong(field, `a text of at most ${max.toLocaleString("en")} characters`);
    }
    return value;
  }

  textOrNull(field: string, max: number): string | null {
    return this.#isNothing(field) ? null : this.text(field, max, true);
  }

  /** A name as it was then, in one line, for agents read it; what is no name at all is not worth refusing a file. */
  name(field: string): string {
    return (cleanName(this.text(field, 10_000, true)) || "Someone").slice(0, MAX_NAME);
  }

  number(field: string, { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}): number {
    const value = this.#fields[field];
    if (typeof value !== "number" || !(value >= min && value <= max)) throw this.#wrong(field, "a number");
    return value;
  }

  numberOrNull(field: string): number | null {
    return this.#isNothing(field) ? null : this.number(field);
  }

  flag(field: string): boolean {
    return this.#fields[field] === true;
  }

  oneOf<const Word extends string | number>(field: string, words: readonly Word[]): Word {
    const found = words.find((word) => word === this.#fields[field]);
    if (found === undefined) throw this.#wrong(field, `one of ${words.join(", ")}`);
    return found;
  }

  object(field: string): ImportRow {
    const value = this.#fields[field];
    if (!isObject(value)) throw this.#wrong(field, "an object");
    return new ImportRow(value, `${this.#place}, ${field}`);
  }

  objectOrNull(field: string): ImportRow | null {
    return this.#isNothing(field) ? null : this.object(field);
  }

  objects(field: string, max: number): ImportRow[] {
    return this.#list(field, max).map((value) => {
      if (!isObject(value)) throw this.#wrong(field, "a list of objects");
      return new ImportRow(value, `${this.#place}, ${field}`);
    });
  }

  texts(field: string, max: number): string[] {
    return this.#list(field, max).map((value) => {
      if (typeof value !== "string" || value.length > MAX_LISTED)
        throw this.#wrong(field, "a list of short texts");
      return value;
    });
  }

  id(field: string): string {
    return this.text(field, MAX_ID);
  }

  idOrNull(field: string): string | null {
    return this.#isNothing(field) ? null : this.id(field);
  }

  /** An instant, never in the future of this machine. */
  instant(field: string): number {
    return Math.min(this.number(field, { min: 0 }), Date.now());
  }

  /** When the row was made, where it was made. */
  originalAt(): number {
    return this.instant(this.#isNothing("originalAt") ? "_creationTime" : "originalAt");
  }

  #isNothing(field: string): boolean {
    return this.#fields[field] === null || this.#fields[field] === undefined;
  }

  #list(field: string, max: number): unknown[] {
    const value = this.#fields[field];
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.length > max) throw this.#wrong(field, `a list of at most ${max}`);
    return value;
  }

  #wrong(field: string, wanted: string) {
    return invalid(`The file is damaged: ${field} of ${this.#place} is not ${wanted}.`, field);
  }
}

/** Rows of a batch as they were sent. */
export function parseRows(step: ImportStep, json: string): ImportRow[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    parsed = null;
  }
  if (!Array.isArray(parsed) || !parsed.every(isObject)) {
    throw invalid("A batch of an import is a list of rows as JSON.", "rows");
  }
  return parsed.map((fields) => {
    const { _id } = fields;
    return new ImportRow(
      fields,
      `the row ${typeof _id === "string" ? _id.slice(0, MAX_ID) : "without an id"} of ${step}`,
    );
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
