/**
 * A query that shows only the rows that a rule allows. Like the filter of convex-helpers, except that it tells the
 * database how many rows it wants: an index is then read for one row, not for a batch. Everything in an account's
 * own range of an index is visible, so looking a second time because something was hidden is the rare case.
 */
import type {
  GenericTableInfo,
  OrderedQuery,
  PaginationOptions,
  PaginationResult,
  QueryInitializer,
} from "convex/server";
import { filter } from "convex-helpers/server/filter";
import { broken } from "./errors";

type Rows<Row> = OrderedQuery<{ document: Row } & GenericTableInfo>;

/** What queries offer, without the types that lead from one step to the next. */
type Steps<Row> = {
  fullTableScan(): Steps<Row>;
  withIndex(...range: unknown[]): Steps<Row>;
  withSearchIndex(...search: unknown[]): Steps<Row>;
  order(order: "asc" | "desc"): Steps<Row>;
  filter(predicate: unknown): Steps<Row>;
  take(n: number): Promise<Row[]>;
  paginate(options: PaginationOptions): Promise<PaginationResult<Row>>;
};

/** `make` starts the query; a query can be run once, and a second look needs a second one. */
export function visibleQuery<Info extends GenericTableInfo>(
  make: () => QueryInitializer<Info>,
  isVisible: (row: Info["document"]) => boolean,
): QueryInitializer<Info> {
  const steps = make as unknown as () => Steps<Info["document"]>;
  return new VisibleQuery(steps, isVisible) as unknown as QueryInitializer<Info>;
}

class VisibleQuery<Row> {
  readonly #make: () => Steps<Row>;
  readonly #isVisible: (row: Row) => boolean;

  constructor(make: () => Steps<Row>, isVisible: (row: Row) => boolean) {
    this.#make = make;
    this.#isVisible = isVisible;
  }

  fullTableScan() {
    return this.#then((query) => query.fullTableScan());
  }

  withIndex(...range: unknown[]) {
    return this.#then((query) => query.withIndex(...range));
  }

  withSearchIndex(...search: unknown[]) {
    return this.#then((query) => query.withSearchIndex(...search));
  }

  order(order: "asc" | "desc") {
    return this.#then((query) => query.order(order));
  }

  filter(predicate: unknown) {
    return this.#then((query) => query.filter(predicate));
  }

  async take(n: number): Promise<Row[]> {
    return (await this.#allVisible(n)) ?? (await this.#filtered().take(n));
  }

  async first(): Promise<Row | null> {
    const [row] = await this.take(1);
    return row ?? null;
  }

  async unique(): Promise<Row | null> {
    const rows = await this.#allVisible(2);
    if (rows === null || rows.length > 1) return await this.#filtered().unique();
    return rows[0] ?? null;
  }

  collect(): Promise<Row[]> {
    return Promise.reject(broken("Reads have a bound: take() or paginate()."));
  }

  async paginate(options: PaginationOptions) {
    const result = await this.#make().paginate(options);
    return { ...result, page: result.page.filter(this.#isVisible) };
  }

  [Symbol.asyncIterator]() {
    return this.#filtered()[Symbol.asyncIterator]();
  }

  /** The first rows, or null when one of them is hidden. */
  async #allVisible(n: number): Promise<Row[] | null> {
    const rows = await this.#make().take(n);
    return rows.every((row) => this.#isVisible(row)) ? rows : null;
  }

  #filtered(): Rows<Row> {
    return filter(this.#make() as unknown as Rows<Row>, (row) => this.#isVisible(row as Row));
  }

  #then(step: (query: Steps<Row>) => Steps<Row>): VisibleQuery<Row> {
    return new VisibleQuery(() => step(this.#make()), this.#isVisible);
  }
}
