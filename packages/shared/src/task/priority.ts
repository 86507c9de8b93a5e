/** 1 is the most urgent, as people count. */
export const PRIORITIES = [1, 2, 3, 4, 5] as const;
export type Priority = (typeof PRIORITIES)[number];

export const DEFAULT_PRIORITY: Priority = 3;

export const PRIORITY_LABEL = {
  1: "Critical",
  2: "High",
  3: "Medium",
  4: "Low",
  5: "Lowest",
} as const satisfies Record<Priority, string>;

export function isPriority(value: number): value is Priority {
  return PRIORITIES.some((priority) => priority === value);
}
