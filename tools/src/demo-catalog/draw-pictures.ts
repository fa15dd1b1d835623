/** Draws what has changed since the last time: node tools/src/demo-catalog/draw-pictures.ts */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { drawAll, FILES, hashOf, MANIFEST, type Rendering } from './pictures/renderings.ts';

const QUALITY = { quality: 82, effort: 6, smartSubsample: true };

async function render({ svg, files }: Rendering): Promise<void> {
  const drawn = await sharp(Buffer.from(svg)).png().toBuffer();
  for (const { file, width } of files) {
    await sharp(drawn).resize({ width }).webp(QUALITY).toFile(path.join(FILES, file));
  }
}

async function removeOthers(wanted: Set<string>): Promise<void> {
  for (const file of await readdir(FILES)) if (!wanted.has(file)) await rm(path.join(FILES, file));
}

const before: Record<string, string> = existsSync(MANIFEST)
  ? JSON.parse(await readFile(MANIFEST, 'utf8'))
  : {};
await mkdir(FILES, { recursive: true });
const renderings = drawAll();
const isCurrent = ({ name, svg, files }: Rendering): boolean =>
  before[name] === hashOf(svg) && files.every(({ file }) => existsSync(path.join(FILES, file)));
const changed = renderings.filter((rendering) => !isCurrent(rendering));
for (const rendering of changed) await render(rendering);
await removeOthers(new Set(renderings.flatMap(({ files }) => files.map(({ file }) => file))));
const manifest = Object.fromEntries(renderings.map(({ name, svg }) => [name, hashOf(svg)]));
await writeFile(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${changed.length} of ${renderings.length} pictures drawn`);
