import type { BrowserContext, Page } from 'playwright';

/** A picture as a browser has chosen it. */
export type ShownPicture = {
  src: string;
  format: string;
  /** Device pixels. */
  width: number;
  /** Its box in device pixels. */
  needed: number;
  /** The widths that there were to choose from. */
  offered: number[];
};

/** As text, as all that runs in the page: there is no document where this is compiled. */
const WATCH_SHIFTS = `
  window.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.layoutShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** Has all pages of a browser count how far their content moves by itself. */
export async function watchShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(WATCH_SHIFTS);
}

/** The sum of all layout shifts so far, also of those that follow an input. */
export function readShift(page: Page): Promise<number> {
  return page.evaluate('window.layoutShift');
}

const READ_PICTURES = `Promise.all([...document.images].filter((image) => image.currentSrc).map(async (image) => {
  const srcset = [...(image.parentElement.querySelectorAll('source') ?? []), image]
    .map((source) => source.srcset)
    .find((srcset) => srcset.includes(new URL(image.currentSrc).pathname)) ?? '';
  const blob = await (await fetch(image.currentSrc)).blob();
  return {
    src: image.currentSrc,
    format: blob.type,
    width: (await createImageBitmap(blob)).width,
    needed: image.offsetWidth * devicePixelRatio,
    offered: [...srcset.matchAll(/ (\\d+)w/g)].map(([, width]) => Number(width)),
  };
}))`;

/** The pictures that are loaded by now. */
export function readPictures(page: Page): Promise<ShownPicture[]> {
  return page.evaluate(READ_PICTURES);
}
