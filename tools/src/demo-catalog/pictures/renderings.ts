import { createHash } from 'node:crypto';
import path from 'node:path';
import { drawGoods } from './goods.ts';
import { drawHero } from './hero.ts';
import { readOriginals, squareOf } from './originals.ts';

const WEB = path.resolve(import.meta.dirname, '../../../../apps/web');

/** Where the web app serves the pictures from. */
export const FILES = path.join(WEB, 'public/goods');
/** What the web app knows of them: in which widths there is a picture of goods, and which version these all are. */
export const FACTS = path.join(WEB, 'src/ui/drawn-pictures.json');
/** What was drawn there: the hash of each source by its name. */
export const MANIFEST = path.resolve(import.meta.dirname, 'manifest.json');
/** Where a shop lays pictures of its own, to be made into the same files as the drawn ones. */
const ORIGINALS = path.join(WEB, 'pictures');

/** In steps of at most twice, so that a browser never takes much more than it shows. */
const GOODS_WIDTHS = [160, 320, 480, 800, 1280];
const LARGEST = Math.max(...GOODS_WIDTHS);
const FORMATS = ['avif', 'webp'] as const;

type File = { file: string; width: number; format: (typeof FORMATS)[number] };

/** A picture, and the files that it becomes, by their width in pixels. */
export type Rendering = { name: string; hash: string; source: () => Promise<Buffer>; files: File[] };

const filesOf = (name: string, widths: number[]): File[] =>
  widths.flatMap((width) => FORMATS.map((format) => ({ file: `${name}-${width}.${format}`, width, format })));

const drawing = (name: string, svg: string, widths: number[]): Rendering => ({
  name,
  hash: hashOf(svg),
  source: async () => Buffer.from(svg),
  files: filesOf(name, widths),
});

/** All pictures of the shop: those that are drawn, and its own. */
export async function listRenderings(): Promise<Rendering[]> {
  const originals = await readOriginals(ORIGINALS);
  return [
    ...drawGoods().map(({ name, svg }) => drawing(name, svg, GOODS_WIDTHS)),
    ...(['light', 'dark'] as const).flatMap((time) => [
      drawing(`hero-${time}`, drawHero(time, 'wide'), [800, 1200, 1600]),
      drawing(`hero-${time}-tall`, drawHero(time, 'tall'), [600, 900, 1200]),
    ]),
    ...originals.map((original) => ({
      name: original.name,
      hash: hashOf(original.bytes),
      source: () => squareOf(original, LARGEST),
      files: filesOf(original.name, GOODS_WIDTHS),
    })),
  ];
}

function hashOf(source: string | Buffer): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 16);
}

/** The hash of each source by its name, as it is kept. */
export function describeSources(renderings: Rendering[]): string {
  const hashes = Object.fromEntries(renderings.map(({ name, hash }) => [name, hash]));
  return `${JSON.stringify(hashes, null, 2)}\n`;
}

/** A picture keeps its name when it is drawn anew: its address changes with the version, so that it may be kept for ever. */
export function describeFacts(renderings: Rendering[]): string {
  const version = hashOf(describeSources(renderings)).slice(0, 8);
  return `${JSON.stringify({ version, goodsWidths: GOODS_WIDTHS })}\n`;
}
