import { DEFAULT_PRIORITY, isPriority, type Priority } from "@mc/shared/task/priority";

/** A number from a control as a priority. */
export function toPriority(value: number): Priority {
  return isPriority(value) ? value : DEFAULT_PRIORITY;
}
