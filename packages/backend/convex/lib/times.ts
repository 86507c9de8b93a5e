import type { WriteCtx } from "../functions/context";

/** When things were made. The platform dates a row by its writing; what is imported or told also knows when it was made. */
export function madeAt(row: { _creationTime: number; originalAt?: number }): number {
  return row.originalAt ?? row._creationTime;
}

/** When somebody does what is being written: now, or when the story says so. */
export function actTime({ storyAt }: Pick<WriteCtx, "storyAt">): number {
  return storyAt ?? Date.now();
}

/** For a row of what was made by the act. */
export function originalOf({ storyAt }: Pick<WriteCtx, "storyAt">): { originalAt?: number } {
  return storyAt === null ? {} : { originalAt: storyAt };
}
