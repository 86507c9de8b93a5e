/** One page of a paginated query (SPEC "Pagination"). */

import { LIMITS } from "../store/limits.ts";
import { keyText } from "../store/readSet.ts";
import type { ReadTx } from "../store/readTx.ts";
import { successor } from "../values/key.ts";
import {
  type CompiledSource,
  compileSource,
  type IndexRange,
  QueryError,
  type SerializedQuery,
} from "./compile.ts";
import type { CursorCodec, Position } from "./cursor.ts";
import { IndexScan } from "./scan.ts";
import { passes, type RunSearch, toStep } from "./stream.ts";

export interface PageRequest {
  readonly query: SerializedQuery;
  readonly cursor: string | null;
  readonly endCursor: string | null;
  readonly pageSize: number;
  readonly maximumRowsRead: number | null;
  readonly maximumBytesRead: number | null;
}

export interface Page {
  readonly bodies: readonly string[];
  readonly isDone: boolean;
  readonly continueCursor: string;
  readonly splitCursor: string | null;
  readonly pageStatus: "SplitRecommended" | "SplitRequired" | null;
  /** The walk over the index, for the read set. */
  readonly scan: IndexScan | null;
}

/** At this share of a read limit clients are told to split the page. */
const SPLIT_SHARE = 0.75;

export function readPage(
  tx: ReadTx,
  request: PageRequest,
  tools: { cursors: CursorCodec; search: RunSearch },
): Page {
  if (request.pageSize === 0) throw new QueryError("`numItems` must be a positive number.");
  const source = compileSource(tx, request.query.source);
  switch (source.kind) {
    case "range":
      return readRange(tx, request, { source, cursors: tools.cursors });
    case "search":
      return readRanked(request, allOf(tools.search(source)), tools.cursors);
    case "empty":
      return readRanked(request, [], tools.cursors);
  }
}

function readRange(
  tx: ReadTx,
  request: PageRequest,
  { source, cursors }: { source: Extract<CompiledSource, { kind: "range" }>; cursors: CursorCodec },
): Page {
  const fingerprint = cursors.fingerprint(request.query, source.range.index.fields);
  const start = request.cursor === null ? null : cursors.decode(request.cursor, fingerprint);
  const end = request.endCursor === null ? null : cursors.decode(request.endCursor, fingerprint);
  const range = narrow(source.range, { start, end });
  const steps = request.query.operators.map(toStep);
  const scan = new IndexScan(tx, range, end === null && steps.length === 0 ? request.pageSize : undefined);
  const maxRows = request.maximumRowsRead ?? LIMITS.documentsRead;
  const maxBytes = request.maximumBytesRead ?? LIMITS.bytesRead;
  const rows: string[] = [];
  let rowsRead = 0;
  let bytesRead = 0;
  let isAtEnd = false;
  const isOverLimit = () => rowsRead >= maxRows || bytesRead >= maxBytes;
  while (end !== null || (rows.length < request.pageSize && !isOverLimit())) {
    const row = scan.next();
    if (row === null) {
      isAtEnd = true;
      break;
    }
    rowsRead += 1;
    bytesRead += row.length;
    if (passes(steps, row)) rows.push(row);
  }
  const { lastKey } = scan;
  const position: Position =
    end ?? (isAtEnd || lastKey === null ? { kind: "end" } : { kind: "after", key: lastKey });
  const isNearLimit = rowsRead >= maxRows * SPLIT_SHARE || bytesRead >= maxBytes * SPLIT_SHARE;
  // Also where nobody will split: the same rows give the same page, whether or not its end was fixed.
  const middle = rows.length > 2 ? rows[Math.floor(rows.length / 2) - 1] : undefined;
  return {
    bodies: rows,
    isDone: position.kind === "end",
    continueCursor: request.endCursor ?? cursors.encode(position, fingerprint),
    splitCursor:
      middle === undefined ? null : cursors.encode({ kind: "after", key: scan.keyOf(middle) }, fingerprint),
    pageStatus: isOverLimit() ? "SplitRequired" : isNearLimit ? "SplitRecommended" : null,
    scan,
  };
}

/** Search results and missing tables have no index key: the cursor counts rows. */
function readRanked(request: PageRequest, bodies: readonly string[], cursors: CursorCodec): Page {
  const fingerprint = cursors.fingerprint(request.query, []);
  const offsetOf = (cursor: string | null) => {
    if (cursor === null) return null;
    const position = cursors.decode(cursor, fingerprint);
    return position.kind === "end" ? bodies.length : Buffer.from(position.key).readUInt32BE();
  };
  const start = offsetOf(request.cursor) ?? 0;
  const end = offsetOf(request.endCursor) ?? Math.min(bodies.length, start + request.pageSize);
  const steps = request.query.operators.map(toStep);
  const isDone = end >= bodies.length;
  const place = Buffer.alloc(4);
  place.writeUInt32BE(end);
  const position: Position = isDone ? { kind: "end" } : { kind: "after", key: place };
  return {
    bodies: bodies.slice(start, end).filter((body) => passes(steps, body)),
    isDone,
    continueCursor: request.endCursor ?? cursors.encode(position, fingerprint),
    splitCursor: null,
    pageStatus: null,
    scan: null,
  };
}

function allOf(rows: Iterator<string, void>): string[] {
  const all: string[] = [];
  for (let row = rows.next(); row.done !== true; row = rows.next()) all.push(row.value);
  return all;
}

/** The part of the range after `start` and up to and including `end`, in the direction of the walk. */
function narrow(
  range: IndexRange,
  { start, end }: { start: Position | null; end: Position | null },
): IndexRange {
  let { lo, hi } = range;
  if (range.isDescending) {
    if (start?.kind === "after") hi = keyText(start.key);
    if (end?.kind === "after") lo = keyText(end.key);
  } else {
    if (start?.kind === "after") lo = keyText(successor(start.key));
    if (end?.kind === "after") hi = keyText(successor(end.key));
  }
  if (start?.kind === "end") hi = lo;
  return { ...range, lo, hi };
}
