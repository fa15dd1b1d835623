import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import { readOriginals, squareOf } from './originals.ts';

async function photograph(width: number, height: number): Promise<Buffer> {
  const picture = sharp({ create: { width, height, channels: 3, background: '#1f3d36' } });
  // As a camera that was held on its side.
  return picture.jpeg().withMetadata({ orientation: 6 }).toBuffer();
}

async function folderWith(file: string, bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-pictures-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, file), bytes);
  return folder;
}

it('a photograph becomes an upright square that says nothing of its camera', async () => {
  const folder = await folderWith('storm-boot.jpg', await photograph(400, 320));
  const [original] = await readOriginals(folder);
  expect(original?.name).toBe('storm-boot');
  const square = await sharp(original && (await squareOf(original, 300))).metadata();
  expect([square.width, square.height, square.exif, square.orientation]).toEqual([
    300,
    300,
    undefined,
    undefined,
  ]);
});

it('one that is too small, or whose name no address could have, is refused in words', async () => {
  const bytes = await photograph(400, 320);
  await expect(squareOf({ name: 'boot', bytes }, 500)).rejects.toThrow(
    'boot is 320 x 400 px: at least 500 x 500',
  );
  await expect(readOriginals(await folderWith('Storm Boot.jpg', bytes))).rejects.toThrow('Storm Boot.jpg');
});

it('a shop without pictures of its own has none', async () => {
  expect(await readOriginals(path.join(os.tmpdir(), 'holdfast-no-such-folder'))).toEqual([]);
});
