import type { ImportProgress } from '@holdfast/commerce/catalog/import/import-request';

const BAR_WIDTH = 30;
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 3_000;

export type ProgressView = { update(progress: ImportProgress): void; end(): void };

/** A bar that redraws itself on a terminal; elsewhere, in a log, a line every few seconds. */
export function showProgress(out: NodeJS.WriteStream): ProgressView {
  let drawnAt = performance.now();
  let isDrawn = false;
  let phase: ImportProgress['phase'] | undefined;
  let phaseBegan = drawnAt;
  return {
    update(progress) {
      const now = performance.now();
      if (progress.phase !== phase) {
        phase = progress.phase;
        phaseBegan = now;
      }
      if (now - drawnAt < (out.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS)) return;
      drawnAt = now;
      isDrawn = true;
      const text = progressText(progress, (now - phaseBegan) / 1_000);
      out.write(out.isTTY ? `\r${bar(progress)} ${text}\u001B[K` : `${text}\n`);
    },
    end() {
      if (isDrawn && out.isTTY) out.write('\r\u001B[K');
    },
  };
}

function share({ bytes, totalBytes }: ImportProgress): number {
  return Math.min(1, bytes / totalBytes);
}

function bar(progress: ImportProgress): string {
  const filled = Math.round(share(progress) * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
}

function progressText(progress: ImportProgress, seconds: number): string {
  const percent = `${Math.floor(share(progress) * 100)} %`;
  const rate = Math.round(progress.rows / seconds).toLocaleString('en');
  const done = `${progress.rows.toLocaleString('en')} rows, ${progress.products.toLocaleString('en')} products`;
  return `${progress.phase} ${percent.padStart(5)}  ${done}, ${rate} rows/s`;
}
