/**
 * A database that shows and changes only the rows that rules allow. Rules are plain functions, asked on every call and total
 * over the tables, so that no id and no table is without one. Rows that may not be read are as if they were not there.
 */
import type { WithoutSystemFields } from "convex/server";
import type { Doc, TableNames } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../_generated/server";
import { broken } from "./errors";
import { visibleQuery } from "./visibleQuery";

export type RowRule<Scope, Row, NewRow> = {
  read(scope: Scope, row: Row): boolean;
  modify(scope: Scope, row: Row): boolean;
  insert(scope: Scope, row: NewRow): boolean;
};
export type RowRules<Scope> = {
  readonly [T in TableNames]: RowRule<Scope, Doc<T>, WithoutSystemFields<Doc<T>>>;
};

export type Ruled<Scope> = {
  readonly rules: RowRules<Scope>;
  readonly scope: Scope;
  /** Rows that were found free to change in this transaction: one look is enough. Where there is none, every write looks. */
  readonly known?: Set<string>;
  /** Called before every write with its value; throws to refuse it. */
  onWrite?(value: unknown): void;
};

/** What is common to all tables. */
type AnyRule = RowRule<unknown, object, object>;
type AnyReader = { get(...place: string[]): Promise<({ _id: string } & object) | null> };
type AnyWriter = AnyReader & {
  insert(table: string, value: object): Promise<string>;
} & Record<"patch" | "replace" | "delete", (...args: unknown[]) => Promise<void>>;

export function ruledReader<Scope>(db: DatabaseReader, ruled: Ruled<Scope>): DatabaseReader {
  return new RuledReader(db, ruled as Ruled<unknown>) as unknown as DatabaseReader;
}

export function ruledWriter<Scope>(db: DatabaseWriter, ruled: Ruled<Scope>): DatabaseWriter {
  return new RuledWriter(db, ruled as Ruled<unknown>) as unknown as DatabaseWriter;
}

class RuledReader {
  readonly system: DatabaseReader["system"];
  protected readonly db: DatabaseReader;
  protected readonly ruled: Ruled<unknown>;

  constructor(db: DatabaseReader, ruled: Ruled<unknown>) {
    this.db = db;
    this.system = db.system;
    this.ruled = ruled;
  }

  normalizeId(table: TableNames, id: string) {
    return this.db.normalizeId(table, id);
  }

  async get(...place: [id: string] | [table: string, id: string]): Promise<object | null> {
    const row = await (this.db as unknown as AnyReader).get(...place);
    if (row === null) return null;
    const rule = this.ruleOf(place.length === 2 ? place[0] : this.tableOf(place[0]));
    return rule?.read(this.ruled.scope, row) ? row : null;
  }

  query(table: TableNames) {
    const { scope } = this.ruled;
    const rule = this.ruleOf(table);
    return visibleQuery(
      () => this.db.query(table),
      (row) => rule?.read(scope, row) === true,
    );
  }

  protected ruleOf(table: string | null): AnyRule | undefined {
    const { rules } = this.ruled;
    return table !== null && Object.hasOwn(rules, table)
      ? (rules[table as TableNames] as unknown as AnyRule)
      : undefined;
  }

  protected tableOf(id: string): string | null {
    const tables = Object.keys(this.ruled.rules) as TableNames[];
    return tables.find((table) => this.db.normalizeId(table, id) !== null) ?? null;
  }
}

class RuledWriter extends RuledReader {
  readonly vars: unknown;
  readonly #writer: AnyWriter;

  constructor(db: DatabaseWriter, ruled: Ruled<unknown>) {
    super(db, ruled);
    this.vars = db.vars;
    this.#writer = db as unknown as AnyWriter;
  }

  async insert(table: string, value: object): Promise<string> {
    this.ruled.onWrite?.(value);
    if (!this.ruleOf(table)?.insert(this.ruled.scope, value))
      throw broken(`No row of ${table} may be added here.`);
    const id = await this.#writer.insert(table, value);
    this.ruled.known?.add(id);
    return id;
  }

  async patch(...args: unknown[]): Promise<void> {
    await this.#write("patch", args);
  }

  async replace(...args: unknown[]): Promise<void> {
    await this.#write("replace", args);
  }

  async delete(...args: unknown[]): Promise<void> {
    await this.#write("delete", args);
  }

  /** `args` are the table, or not, the id, and the value where there is one. */
  async #write(how: "patch" | "replace" | "delete", args: unknown[]): Promise<void> {
    const values = how === "delete" ? 0 : 1;
    this.ruled.onWrite?.(values === 0 ? undefined : args.at(-1));
    const place = args.slice(0, args.length - values) as [string] | [string, string];
    const id = place.at(-1) ?? "";
    if (this.ruled.known?.has(id) !== true) await this.#requireFree(place, id);
    await this.#writer[how](...args);
  }

  async #requireFree(place: [string] | [string, string], id: string): Promise<void> {
    const row = await this.get(...place);
    if (row === null) throw broken("A row that is not there was to be changed.");
    const rule = this.ruleOf(place.length === 2 ? place[0] : this.tableOf(id));
    if (!rule?.modify(this.ruled.scope, row))
      throw broken("A row was to be changed that may not be changed here.");
  }
}
