const BAR_WIDTH = 30;
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 3_000;

export type ProgressBar = { update: (progress: { done: number; total: number }) => void; end: () => void };

/** A bar of things done that redraws itself on a terminal; elsewhere, in a log, a line every few seconds. */
export function showBar(out: NodeJS.WriteStream, things: string): ProgressBar {
  const begun = performance.now();
  let drawnAt = begun;
  let isDrawn = false;
  return {
    update({ done, total }) {
      const now = performance.now();
      if (now - drawnAt < (out.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS)) return;
      drawnAt = now;
      isDrawn = true;
      const rate = Math.round((done / (now - begun)) * 1_000).toLocaleString('en');
      const text = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${things}, ${rate}/s`;
      out.write(out.isTTY ? `\r[${barOf(done / total)}] ${text}\u001B[K` : `${text}\n`);
    },
    end() {
      if (isDrawn && out.isTTY) out.write('\r\u001B[K');
    },
  };
}

function barOf(share: number): string {
  const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
  return '#'.repeat(filled).padEnd(BAR_WIDTH, '.');
}
