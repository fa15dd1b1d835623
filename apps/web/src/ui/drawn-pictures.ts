import drawn from './drawn-pictures.json' with { type: 'json' };

/** The address of a picture of goods in the catalog; the other widths and AVIF lie beside it. */
const GOODS_PICTURE = /^\/goods\/.+-1280\.webp$/;
const WIDTH_AND_FORMAT = /-\d+\.webp$/;

type Format = 'avif' | 'webp';

/** In which widths (px) there are files of a picture; undefined when it is not one that we draw. */
export function drawnWidths(src: string): number[] | undefined {
  return GOODS_PICTURE.test(src) ? drawn.goodsWidths : undefined;
}

/** A drawn picture in another format, by an address that changes when pictures are drawn anew. */
export function pictureUrl(src: string, format: Format): string {
  return `${src.replace(/webp$/, format)}?v=${drawn.version}`;
}

/** The `srcset` of a drawn picture in one format. */
export function srcSetOf(src: string, widths: number[], format: Format): string {
  return widths
    .map((width) => `${pictureUrl(src.replace(WIDTH_AND_FORMAT, `-${width}.webp`), format)} ${width}w`)
    .join(', ');
}
