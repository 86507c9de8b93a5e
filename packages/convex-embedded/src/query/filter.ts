/**
 * Filter expressions of `.filter(q => ..)`. Comparisons use the total order of Convex values, not JavaScript's
 * operators; arithmetic stays inside one number type; logic wants real booleans.
 */
import { fieldAt } from "../catalog/catalog.ts";
import { fromWireOrUndefined, type JSONValue, type Value } from "../values/json.ts";
import { compareValues } from "../values/order.ts";
import { QueryError } from "./compile.ts";

type Evaluate = (document: Value) => Value | undefined;

/** Compiled once per query, then run once per row. Throws QueryError for malformed expressions. */
export function compileFilter(expression: JSONValue): (document: Value) => boolean {
  const evaluate = compile(expression);
  return (document) => asBoolean(evaluate(document), "filter");
}

type Binary = (l: Value | undefined, r: Value | undefined) => Value;

const BINARY: Record<string, Binary> = {
  $eq: (l, r) => compareValues(l, r) === 0,
  $neq: (l, r) => compareValues(l, r) !== 0,
  $lt: (l, r) => compareValues(l, r) < 0,
  $lte: (l, r) => compareValues(l, r) <= 0,
  $gt: (l, r) => compareValues(l, r) > 0,
  $gte: (l, r) => compareValues(l, r) >= 0,
  $add: arithmetic("+", { float: (l, r) => l + r, int: (l, r) => l + r }),
  $sub: arithmetic("-", { float: (l, r) => l - r, int: (l, r) => l - r }),
  $mul: arithmetic("*", { float: (l, r) => l * r, int: (l, r) => l * r }),
  $div: arithmetic("/", { float: (l, r) => l / r, int: (l, r) => l / nonZero(r) }),
  $mod: arithmetic("%", { float: (l, r) => l % r, int: (l, r) => l % nonZero(r) }),
};

function compile(expression: JSONValue): Evaluate {
  const [operator, operand] = single(expression);
  const binary = BINARY[operator];
  if (binary !== undefined) {
    const [left, right, ...rest] = list(operand).map(compile);
    if (left === undefined || right === undefined || rest.length > 0) throw malformed(expression);
    return (document) => binary(left(document), right(document));
  }
  switch (operator) {
    case "$literal": {
      const value = fromWireOrUndefined(operand);
      return () => value;
    }
    case "$field": {
      if (typeof operand !== "string") throw malformed(expression);
      return (document) => fieldAt(document, operand);
    }
    case "$neg": {
      const inner = compile(operand);
      return (document) => negate(inner(document));
    }
    case "$not": {
      const inner = compile(operand);
      return (document) => !asBoolean(inner(document), "not");
    }
    case "$and": {
      const parts = list(operand).map(compile);
      return (document) => parts.every((part) => asBoolean(part(document), "and"));
    }
    case "$or": {
      const parts = list(operand).map(compile);
      return (document) => parts.some((part) => asBoolean(part(document), "or"));
    }
    default:
      throw new QueryError(`Unknown filter operator "${operator}".`);
  }
}

function single(expression: JSONValue): [operator: string, operand: JSONValue] {
  if (typeof expression !== "object" || expression === null || Array.isArray(expression)) {
    throw malformed(expression);
  }
  const [entry, ...rest] = Object.entries(expression);
  if (entry === undefined || rest.length > 0) throw malformed(expression);
  return entry;
}

function list(operand: JSONValue): JSONValue[] {
  if (!Array.isArray(operand)) throw malformed(operand);
  return operand;
}

function malformed(expression: JSONValue): QueryError {
  return new QueryError(`Malformed filter expression: ${JSON.stringify(expression)}`);
}

function asBoolean(value: Value | undefined, operator: string): boolean {
  if (typeof value === "boolean") return value;
  throw new QueryError(`"${operator}" in a filter expects a boolean, but got a ${typeName(value)}.`);
}

function negate(value: Value | undefined): Value {
  if (typeof value === "number") return -value;
  if (typeof value === "bigint") return checked(-value);
  throw new QueryError(`"neg" in a filter expects a number, but got a ${typeName(value)}.`);
}

function arithmetic(
  sign: string,
  on: { float: (l: number, r: number) => number; int: (l: bigint, r: bigint) => bigint },
): Binary {
  return (l, r) => {
    if (typeof l === "number" && typeof r === "number") return on.float(l, r);
    if (typeof l === "bigint" && typeof r === "bigint") return checked(on.int(l, r));
    throw new QueryError(`Can't evaluate ${typeName(l)} ${sign} ${typeName(r)} in a filter.`);
  };
}

function nonZero(value: bigint): bigint {
  if (value === 0n) throw new QueryError("Division by zero in a filter.");
  return value;
}

function checked(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new QueryError("int64 overflow in a filter.");
  return value;
}

function typeName(value: Value | undefined): string {
  if (value === null) return "null";
  if (typeof value === "number") return "float64";
  if (typeof value === "bigint") return "int64";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
