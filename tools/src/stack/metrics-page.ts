type Family = { header: string[]; samples: string[] };

/** "# TYPE name ..." and "# HELP name ..." -> name. */
const HEADER = /^# (?:HELP|TYPE) (\S+)/;

function addPage(families: Map<string, Family>, page: string): void {
  let current = '';
  const newHere = new Set<string>();
  for (const line of page.split('\n')) {
    if (line === '') continue;
    const named = HEADER.exec(line)?.[1];
    current = named ?? (current || (line.split(/[{ ]/)[0] ?? ''));
    const family = families.get(current) ?? { header: [], samples: [] };
    if (!families.has(current)) {
      families.set(current, family);
      newHere.add(current);
    }
    if (named === undefined && !line.startsWith('#')) family.samples.push(line);
    else if (newHere.has(current)) family.header.push(line);
  }
}

/**
 * Merges pages in Prometheus' text format: each family's HELP and TYPE once, its samples of all pages
 * below. The pages must tell their samples apart by a label of their own (`instance`).
 */
export function mergeMetrics(pages: string[]): string {
  const families = new Map<string, Family>();
  for (const page of pages) addPage(families, page);
  const lines = [...families.values()].flatMap(({ header, samples }) => header.concat(samples));
  return `${lines.join('\n')}\n`;
}

/** The family `holdfast_process_up`: 1 for each part that answers, 0 for each that does not. */
export function processUpMetrics(parts: { name: string; up: boolean }[]): string {
  return [
    '# HELP holdfast_process_up Whether the process runs and answers.',
    '# TYPE holdfast_process_up gauge',
    ...parts.map(({ name, up }) => `holdfast_process_up{instance="${name}"} ${up ? 1 : 0}`),
  ].join('\n');
}
