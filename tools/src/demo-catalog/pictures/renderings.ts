import { createHash } from 'node:crypto';
import path from 'node:path';
import { drawGoods } from './goods.ts';
import { drawHero } from './hero.ts';

const WEB = path.resolve(import.meta.dirname, '../../../../apps/web');

/** Where the web app serves the pictures from. */
export const FILES = path.join(WEB, 'public/goods');
/** What the web app knows of them: in which widths there is a picture of goods, and which version these all are. */
export const FACTS = path.join(WEB, 'src/ui/drawn-pictures.json');
/** What was drawn there: the hash of each drawing by its name. */
export const MANIFEST = path.resolve(import.meta.dirname, 'manifest.json');

/** In steps of at most twice, so that a browser never takes much more than it shows. */
export const GOODS_WIDTHS = [160, 320, 480, 800, 1280];
const FORMATS = ['avif', 'webp'] as const;

type File = { file: string; width: number; format: (typeof FORMATS)[number] };

/** A drawing and the files that it becomes, by their width in pixels. */
export type Rendering = { name: string; svg: string; files: File[] };

const rendering = (name: string, svg: string, widths: number[]): Rendering => ({
  name,
  svg,
  files: widths.flatMap((width) =>
    FORMATS.map((format) => ({ file: `${name}-${width}.${format}`, width, format })),
  ),
});

/** All pictures of the demo shop. */
export function drawAll(): Rendering[] {
  return [
    ...drawGoods().map(({ name, svg }) => rendering(name, svg, GOODS_WIDTHS)),
    ...(['light', 'dark'] as const).flatMap((time) => [
      rendering(`hero-${time}`, drawHero(time, 'wide'), [800, 1200, 1600]),
      rendering(`hero-${time}-tall`, drawHero(time, 'tall'), [600, 900, 1200]),
    ]),
  ];
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The hash of each drawing by its name, as it is kept. */
export function describeDrawings(renderings: Rendering[]): string {
  const hashes = Object.fromEntries(renderings.map(({ name, svg }) => [name, hashOf(svg)]));
  return `${JSON.stringify(hashes, null, 2)}\n`;
}

/** A picture keeps its name when it is drawn anew: its address changes with the version, so that it may be kept for ever. */
export function describeFacts(renderings: Rendering[]): string {
  const version = hashOf(describeDrawings(renderings)).slice(0, 8);
  return `${JSON.stringify({ version, goodsWidths: GOODS_WIDTHS })}\n`;
}
