// Labels as they are typed into a field. Pure.
import { normaliseLabels, splitLabels, TASK_LIMITS } from "@mc/shared/task/limits";

/** Several with commas between, each as long as a label may be. */
export function typedLabels(text: string): string[] {
  return normaliseLabels(splitLabels(text).map((label) => label.slice(0, TASK_LIMITS.label)));
}
