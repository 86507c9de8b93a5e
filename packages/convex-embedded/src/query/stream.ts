/** A running query: a source of rows behind its filters and limits, in the order the function chained them. */
import type { ReadTx } from "../store/readTx.ts";
import { parseDocument } from "../store/writeTx.ts";
import type { Value } from "../values/json.ts";
import { type CompiledSource, QueryError, type QueryOperator } from "./compile.ts";
import { compileFilter } from "./filter.ts";
import { IndexScan } from "./scan.ts";

type Step =
  | { readonly kind: "filter"; readonly matches: (document: Value) => boolean }
  | { readonly kind: "limit"; remaining: number };

/** What a search found, best first, as it is asked for. */
export type RunSearch = (source: Extract<CompiledSource, { kind: "search" }>) => Iterator<string, void>;

export class QueryStream {
  readonly #steps: Step[];
  readonly scan: IndexScan | null;
  readonly #found: Iterator<string, void> | null;

  constructor(
    tx: ReadTx,
    query: { source: CompiledSource; operators: readonly QueryOperator[] },
    search: RunSearch,
  ) {
    this.#steps = query.operators.map(toStep);
    const { source } = query;
    this.scan = source.kind === "range" ? new IndexScan(tx, source.range, expectedRows(this.#steps)) : null;
    this.#found = source.kind === "search" ? search(source) : null;
  }

  /** The stored text of the next document, or null at the end. */
  next(): string | null {
    for (;;) {
      if (this.#steps.some((step) => step.kind === "limit" && step.remaining === 0)) return null;
      const body = this.scan === null ? (this.#found?.next().value ?? null) : this.scan.next();
      if (body === null) return null;
      if (passes(this.#steps, body)) return body;
    }
  }
}

/** Whether a row passes all steps; limits count only rows that reach them. */
export function passes(steps: readonly Step[], body: string): boolean {
  let document: Value | undefined;
  for (const step of steps) {
    if (step.kind === "limit") {
      step.remaining -= 1;
    } else {
      document ??= parseDocument(body);
      if (!step.matches(document)) return false;
    }
  }
  return true;
}

export function toStep(operator: QueryOperator): Step {
  if ("filter" in operator) return { kind: "filter", matches: compileFilter(operator.filter) };
  if (!Number.isInteger(operator.limit) || operator.limit < 0) {
    throw new QueryError(`Limit must be a non-negative integer, got ${operator.limit}.`);
  }
  return { kind: "limit", remaining: operator.limit };
}

/** With nothing but a limit, no more rows than that will be asked for. */
function expectedRows(steps: readonly Step[]): number | undefined {
  const [first] = steps;
  return first?.kind === "limit" ? first.remaining : undefined;
}
