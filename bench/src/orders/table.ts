/** A table in Markdown, its columns aligned so that a terminal shows it as well: figures to the right. */
export function table(header: string[], rows: string[][]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(3, ...lines.map((line) => (line[column] ?? '').length)));
  const pad = (line: string[]) =>
    widths.map((width, column) => {
      const cell = line[column] ?? '';
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [pad(header), rule, ...rows.map(pad)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * The page with these figures in the place of its old ones. `bench`: the command's name behind `bench:`.
 * @throws Error when the page has no place for them.
 */
export function putFigures(page: string, { bench, figures }: { bench: string; figures: string }): string {
  const begin = `<!-- figures of npm run bench:${bench}: begin -->`;
  const end = `<!-- figures of npm run bench:${bench}: end -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`The page needs the lines ${begin} and ${end}.`);
  return `${page.slice(0, from)}${begin}\n\n${figures}\n\n${page.slice(to)}`;
}
