/** A time from and to which something happened. `to`: Infinity when nobody knows whether it did, or when it will. */
export type Span = { from: number; to: number };

/** What is done to one number. */
export type Step = { set: number } | { add: number };

export type Change = Span & { step: Step };

/** Of all that happened what may have been after `since` and before `until`. */
export function within<S extends Span>(spans: S[], { since, until }: { since: number; until: number }): S[] {
  return spans.filter(({ from, to }) => to >= since && from <= until);
}

/**
 * All that a number may be that was `start`, when each step has been done once or not at all, in any order.
 * `own`: a step that was certainly done among them.
 */
export function possibleValues(start: number, steps: Step[], own?: Step): Set<number> {
  const sets = steps.flatMap((step) => ('set' in step ? [step.set] : []));
  // Nothing that was done before a set can be seen after it, so each set is one more place to begin.
  const starts = own === undefined ? [start, ...sets] : startsWith(own, { start, sets });
  const values = new Set(starts);
  for (const step of steps) {
    if ('set' in step) continue;
    for (const value of Array.from(values, (before) => before + step.add)) values.add(value);
  }
  return values;
}

function startsWith(own: Step, { start, sets }: { start: number; sets: number[] }): number[] {
  if ('set' in own) return [own.set, ...sets];
  return [start + own.add, ...sets, ...sets.map((value) => value + own.add)];
}
