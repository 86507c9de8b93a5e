/** Reads fields of what a client sent. Everything else in a session may rely on what was read here. */
import type { JSONValue } from "../values/json.ts";

/** Thrown for a message no official client sends: the only reason for a FatalError. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** A JSON object as it arrived. */
export type Fields = Readonly<Record<string, unknown>>;

export function asFields(value: unknown, what: string): Fields {
  if (!isObject(value)) throw new ProtocolError(`Received ${what} that is no object.`);
  return value;
}

/** An id or a version: never negative, always exact. */
export function natural(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw malformed(name, "a whole number");
  return value as number;
}

export function text(fields: Fields, name: string, maxLength = Number.POSITIVE_INFINITY): string {
  const value = fields[name];
  if (typeof value !== "string" || value.length > maxLength) throw malformed(name, "a string");
  return value;
}

/** Clients in other languages send null for what they leave out. */
export function isAbsent(fields: Fields, name: string): boolean {
  return fields[name] === undefined || fields[name] === null;
}

export function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw malformed(name, "an array");
  return value;
}

/** Arguments travel as an array of one object; no arguments may be an empty one. */
export function args(fields: Fields): readonly JSONValue[] {
  const value = list(fields, "args");
  if (value.length > 1 || !value.every(isObject)) throw malformed("args", "an array of one object");
  return value as readonly JSONValue[];
}

export function object(fields: Fields, name: string): Readonly<Record<string, JSONValue>> {
  const value = fields[name];
  if (!isObject(value)) throw malformed(name, "an object");
  return value as Readonly<Record<string, JSONValue>>;
}

export function malformed(name: string, expected: string): ProtocolError {
  return new ProtocolError(`Received a message whose \`${name}\` is not ${expected}.`);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
