/** Draws what has changed since the last time: node tools/src/demo-catalog/draw-pictures.ts */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import {
  describeFacts,
  describeSources,
  FACTS,
  FILES,
  listRenderings,
  MANIFEST,
  type Rendering,
} from './pictures/renderings.ts';

/** More effort takes AVIF five times as long for a tenth of the bytes. */
const QUALITY = {
  avif: { quality: 58, effort: 2 },
  webp: { quality: 82, effort: 6, smartSubsample: true },
};

const isThere = (file: string): boolean => existsSync(path.join(FILES, file));

async function render({ source, files }: Rendering): Promise<void> {
  const drawn = await sharp(await source())
    .png()
    .toBuffer();
  for (const { file, width, format } of files) {
    const picture = sharp(drawn).resize({ width }).toFormat(format, QUALITY[format]);
    await picture.toFile(path.join(FILES, file));
  }
}

async function removeOthers(wanted: Set<string>): Promise<void> {
  for (const file of await readdir(FILES)) if (!wanted.has(file)) await rm(path.join(FILES, file));
}

const before: Record<string, string> = existsSync(MANIFEST)
  ? JSON.parse(await readFile(MANIFEST, 'utf8'))
  : {};
await mkdir(FILES, { recursive: true });
const renderings = await listRenderings();
/** A picture with those of its files that are missing; with all of them when it has changed. */
const outstanding = renderings
  .map((rendering) => {
    const { name, hash, files } = rendering;
    const isChanged = before[name] !== hash;
    return { ...rendering, files: isChanged ? files : files.filter(({ file }) => !isThere(file)) };
  })
  .filter(({ files }) => files.length > 0);
for (const rendering of outstanding) await render(rendering);
await removeOthers(new Set(renderings.flatMap(({ files }) => files.map(({ file }) => file))));
await writeFile(MANIFEST, describeSources(renderings));
await writeFile(FACTS, describeFacts(renderings));
console.log(`${outstanding.length} of ${renderings.length} pictures drawn`);
