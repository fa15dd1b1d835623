import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawAll, FILES, hashOf, MANIFEST } from './renderings.ts';

const MOST_BYTES = 6_000_000;

describe('the pictures of the demo shop', () => {
  it('are what the code draws', () => {
    const drawn = Object.fromEntries(drawAll().map(({ name, svg }) => [name, hashOf(svg)]));
    // Not so: node tools/src/demo-catalog/draw-pictures.ts
    expect(JSON.parse(readFileSync(MANIFEST, 'utf8'))).toEqual(drawn);
  });

  it('lie where they are served from, each in its widths, and nothing else does', async () => {
    const wanted = drawAll().flatMap(({ files }) => files.map(({ file }) => file));
    expect(wanted.filter((file) => !existsSync(path.join(FILES, file)))).toEqual([]);
    expect((await readdir(FILES)).toSorted()).toEqual(wanted.toSorted());
  });

  it('weigh little', async () => {
    const files = await readdir(FILES);
    const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(FILES, file))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  it('of different products are different', () => {
    const drawings = drawAll().map(({ svg }) => svg);
    expect(new Set(drawings).size).toBe(drawings.length);
  });
});
