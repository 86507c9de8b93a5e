export type Figure = {
  readonly value: number;
  readonly unit: string;
  /** The bound that an issue sets, such as "<= 250"; absent where none was set. */
  readonly target?: string;
  readonly holds?: boolean;
  /** How it was measured, in a sentence. */
  readonly how: string;
};
export type Suite = { run(say: (line: string) => void): Promise<Record<string, Figure>> };

/** A figure that must stay at or below `most`. */
export function atMost(value: number, most: number, rest: { unit: string; how: string }): Figure {
  return { value: round(value), unit: rest.unit, target: `<= ${most}`, holds: value <= most, how: rest.how };
}

/** A figure that must reach `least`. */
export function atLeast(value: number, least: number, rest: { unit: string; how: string }): Figure {
  return {
    value: round(value),
    unit: rest.unit,
    target: `>= ${least}`,
    holds: value >= least,
    how: rest.how,
  };
}

/** A count that has one right answer. */
export function exactly(value: number, right: number, rest: { unit: string; how: string }): Figure {
  return { value, unit: rest.unit, target: `= ${right}`, holds: value === right, how: rest.how };
}

/** A figure without a target. */
export function plain(value: number, rest: { unit: string; how: string }): Figure {
  return { value: round(value), ...rest };
}

/** The p-quantile (0..1) of `values` by the nearest-rank method. Throws when there is none. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? sorted[0];
  if (value === undefined) throw new Error("no value was measured");
  return value;
}

const round = (value: number) => Math.round(value * 1000) / 1000;
