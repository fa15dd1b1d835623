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

const BEGIN = '<!-- figures of npm run bench:orders: begin -->';
const END = '<!-- figures of npm run bench:orders: end -->';

/**
 * The page with these figures in the place of its old ones.
 * @throws Error when the page has no place for them.
 */
export function putFigures(page: string, figures: string): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from === -1 || to < from) throw new Error(`The page needs the lines ${BEGIN} and ${END}.`);
  return `${page.slice(0, from)}${BEGIN}\n\n${figures}\n\n${page.slice(to)}`;
}
