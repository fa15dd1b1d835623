/** What the rounds of a run have in common, and how far they lie apart. */
export type Spread = { mean: number; least: number; most: number };

/** @throws RangeError when there is none. */
export function spreadOf(values: number[]): Spread {
  if (values.length === 0) throw new RangeError('nothing was measured');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, least: Math.min(...values), most: Math.max(...values) };
}

/** The median, and between which values the middle half lies. */
export type Quartiles = { median: number; lower: number; upper: number };

/** @throws RangeError when there is none. */
export function quartilesOf(values: number[]): Quartiles {
  return {
    median: percentile(values, 0.5),
    lower: percentile(values, 0.25),
    upper: percentile(values, 0.75),
  };
}

/**
 * The smallest value that so large a share (0 to 1) of all values does not exceed.
 * @throws RangeError when there is none.
 */
export function percentile(values: number[], share: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.max(Math.ceil(values.length * share) - 1, 0)];
  if (value === undefined) throw new RangeError('nothing was measured');
  return value;
}
