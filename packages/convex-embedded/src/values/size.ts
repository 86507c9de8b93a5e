/** Sizes and limits of values as an official deployment counts them (Convex size, not JSON length). */
import { getConvexSize, getDocumentSize, type Value } from "convex/values";

/** Bytes of a document, counting `_id` and `_creationTime` also when they are not set yet. */
export function documentSize(document: Record<string, Value>): number {
  return getDocumentSize(document);
}

/** Bytes of any value: arguments, results, fields. */
export function valueSize(value: Value | undefined): number {
  return getConvexSize(value);
}

export const DOCUMENT_LIMITS = {
  maxBytes: 1024 * 1024,
  maxFields: 1024,
  maxNesting: 16,
  maxArrayLength: 8192,
  maxTopLevelFieldNameLength: 64,
} as const;

/** A value takes at most 9 bytes per letter of its JSON text (a number of one digit): short texts need no weighing. */
const MAX_SURELY_SMALL_TEXT = Math.floor(DOCUMENT_LIMITS.maxBytes / 16);

/** Why a document may not be stored, as a text for the function's author; null when it may. */
export function documentLimitProblem(
  document: Record<string, Value>,
  textLength: number = Number.POSITIVE_INFINITY,
): string | null {
  const size = textLength <= MAX_SURELY_SMALL_TEXT ? 0 : documentSize(document);
  if (size > DOCUMENT_LIMITS.maxBytes) {
    return `Value is too large (${formatMiB(size)} > maximum size ${formatMiB(DOCUMENT_LIMITS.maxBytes)})`;
  }
  for (const name of Object.keys(document)) {
    if (name.length > DOCUMENT_LIMITS.maxTopLevelFieldNameLength) {
      return `Field name ${name.slice(0, 64)}... is too long (${name.length} > maximum length ${DOCUMENT_LIMITS.maxTopLevelFieldNameLength})`;
    }
  }
  return shapeProblem(document, 1);
}

function shapeProblem(value: Value | undefined, level: number): string | null {
  if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return null;
  if (level > DOCUMENT_LIMITS.maxNesting) {
    return `Document is too nested (nested ${level} levels deep > maximum nesting ${DOCUMENT_LIMITS.maxNesting})`;
  }
  if (Array.isArray(value) && value.length > DOCUMENT_LIMITS.maxArrayLength) {
    return `Array length is too long (${value.length} > maximum length ${DOCUMENT_LIMITS.maxArrayLength})`;
  }
  const children = Array.isArray(value) ? value : Object.values(value);
  if (!Array.isArray(value) && children.length > DOCUMENT_LIMITS.maxFields) {
    return `Object has too many fields (${children.length} > maximum number ${DOCUMENT_LIMITS.maxFields})`;
  }
  for (const child of children) {
    const problem = shapeProblem(child, level + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function formatMiB(bytes: number): string {
  const mib = bytes / (1024 * 1024);
  return `${Number.isInteger(mib) ? mib : mib.toFixed(2)} MiB`;
}
