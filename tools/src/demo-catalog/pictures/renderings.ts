import { createHash } from 'node:crypto';
import path from 'node:path';
import { drawGoods } from './goods.ts';
import { drawHero } from './hero.ts';

/** Where the web app serves the pictures from. */
export const FILES = path.resolve(import.meta.dirname, '../../../../apps/web/public/goods');
/** What was drawn there: the hash of each drawing by its name. */
export const MANIFEST = path.resolve(import.meta.dirname, 'manifest.json');

const GOODS_WIDTHS = [320, 480, 800, 1280];

/** A drawing and the files that it becomes, by their width in pixels. */
export type Rendering = { name: string; svg: string; files: { file: string; width: number }[] };

const rendering = (name: string, svg: string, widths: number[]): Rendering => ({
  name,
  svg,
  files: widths.map((width) => ({ file: `${name}-${width}.webp`, width })),
});

/** All pictures of the demo shop. */
export function drawAll(): Rendering[] {
  return [
    ...drawGoods().map(({ name, svg }) => rendering(name, svg, GOODS_WIDTHS)),
    ...(['light', 'dark'] as const).flatMap((time) => [
      rendering(`hero-${time}`, drawHero(time, 'wide'), [800, 1600]),
      rendering(`hero-${time}-tall`, drawHero(time, 'tall'), [900]),
    ]),
  ];
}

export const hashOf = (svg: string): string => createHash('sha256').update(svg).digest('hex').slice(0, 16);
