import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { putFigures } from './table.ts';

export type Kept = {
  /** The command's name behind `bench:`. */
  bench: string;
  results: { at: string };
  /** The results in words and tables, in Markdown. */
  figures: string;
  /** File of a page that has a place for the figures. */
  page: string | undefined;
};

/** Prints the figures, writes the results as JSON into $DATA_DIR/bench, and puts the figures into the page. */
export async function keepResults({ bench, results, figures, page }: Kept): Promise<void> {
  console.log(`\n${figures}\n`);
  const dataDir = process.env.DATA_DIR ?? path.join(import.meta.dirname, '../../../.data');
  const folder = path.join(dataDir, 'bench');
  const file = path.join(folder, `${bench}-${results.at.replaceAll(':', '-')}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`All rounds are in ${file}.`);
  if (page) await writeFile(page, putFigures(await readFile(page, 'utf8'), { bench, figures }));
}
