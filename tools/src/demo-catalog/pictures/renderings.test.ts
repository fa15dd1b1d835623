import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeFacts, describeSources, FACTS, FILES, listRenderings, MANIFEST } from './renderings.ts';

const MOST_BYTES = { avif: 4_500_000, webp: 6_500_000 };

const renderings = await listRenderings();

describe('the pictures of the demo shop', () => {
  it('are what the code draws', () => {
    // Not so: node tools/src/demo-catalog/draw-pictures.ts
    expect(readFileSync(MANIFEST, 'utf8')).toBe(describeSources(renderings));
    expect(JSON.parse(readFileSync(FACTS, 'utf8'))).toEqual(JSON.parse(describeFacts(renderings)));
  });

  it('lie where they are served from, each in its widths, and nothing else does', async () => {
    const wanted = renderings.flatMap(({ files }) => files.map(({ file }) => file));
    expect(wanted.filter((file) => !existsSync(path.join(FILES, file)))).toEqual([]);
    expect((await readdir(FILES)).toSorted()).toEqual(wanted.toSorted());
  });

  it.each(['avif', 'webp'] as const)('weigh little as %s', async (format) => {
    const files = (await readdir(FILES)).filter((file) => file.endsWith(format));
    const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(FILES, file))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES[format]);
  });

  it('of different products are different', () => {
    const hashes = renderings.map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
