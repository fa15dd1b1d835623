/** A statement is worth keeping once it has come so often. */
const OFTEN = 3;

export type StatementNamesOptions = {
  /** Statements that get a name, at most: each connection keeps a plan of each of them. */
  most: number;
  /** Statements whose comings are counted at once. */
  mostCounted: number;
};

/**
 * Names the statements that come again and again, so that a connection parses and plans each of them once: for the
 * long ones of a checkout planning costs more than running. What is made up on the fly (a list of another length) stays
 * without a name, and what comes after the names are used up as well, so that no connection grows without end.
 *
 * @returns the name of a statement; empty: it has none.
 */
export function createStatementNames(options: StatementNamesOptions): (sql: string) => string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= options.most) return known ?? '';
    const times = (counts.get(sql) ?? 0) + 1;
    // Set anew, so that the one that has not come for longest stands first.
    counts.delete(sql);
    if (times < OFTEN) {
      counts.set(sql, times);
      if (counts.size > options.mostCounted) counts.delete(counts.keys().next().value ?? '');
      return '';
    }
    const name = `holdfast_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
