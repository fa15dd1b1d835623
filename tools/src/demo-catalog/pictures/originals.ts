import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

export type Original = { name: string; bytes: Buffer };

const PICTURE = /^([a-z0-9-]+)\.(?:jpe?g|png|webp|avif|tiff?|svg)$/;

/**
 * The pictures that a shop has beside the drawn ones, by their names without the extension; none without the folder.
 * @throws Error for a file whose name cannot be one of a picture.
 */
export async function readOriginals(folder: string): Promise<Original[]> {
  if (!existsSync(folder)) return [];
  const files = (await readdir(folder)).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const name = PICTURE.exec(file)?.[1];
      if (!name) throw new Error(`${file}: name it in a-z, 0-9 and -, as storm-boot.jpg`);
      return { name, bytes: await readFile(path.join(folder, file)) };
    }),
  );
}

/**
 * The square of a picture that shows most of what is in it, upright, without what a camera noted.
 * @throws Error when it is too small for the largest width (px).
 */
export async function squareOf({ name, bytes }: Original, width: number): Promise<Buffer> {
  const upright = sharp(bytes).autoOrient();
  const { autoOrient } = await upright.metadata();
  if (Math.min(autoOrient.width, autoOrient.height) < width) {
    const size = `${autoOrient.width} x ${autoOrient.height}`;
    throw new Error(`${name} is ${size} px: at least ${width} x ${width} are needed`);
  }
  return upright.resize({ width, height: width, fit: 'cover', position: 'attention' }).png().toBuffer();
}
