import type { Sent } from './statement-meter.ts';

export type Cost = {
  /** What a checkout sends on the average, beyond what an idle shop sends in the same time. */
  perCheckout: number;
  /** Its parts, the dearest first, as a person reads them. */
  table: string;
};

const SHOWN_TEXT = 150;

/** `busy` and `idle` were counted over equally long times; there were so many `checkouts` in the first. */
export function checkoutCost(busy: Sent[], idle: Sent[], checkouts: number): Cost {
  const idleTimes = new Map(idle.map(({ text, times }) => [text, times]));
  const parts = busy
    .map(({ text, times }) => ({ text, each: (times - (idleTimes.get(text) ?? 0)) / checkouts }))
    .toSorted((a, b) => b.each - a.each);
  const onlyIdle = idle.filter(({ text }) => !busy.some((sent) => sent.text === text));
  const perCheckout = (total(busy) - total(idle)) / checkouts;
  const lines = parts
    .filter(({ each }) => each >= 0.01)
    .map(
      ({ text, each }) =>
        `${each.toFixed(2).padStart(6)}  ${text.replaceAll(/\s+/g, ' ').slice(0, SHOWN_TEXT)}`,
    );
  const idleLine = `idle in the same time: ${total(idle)} (of which ${total(onlyIdle)} were not sent at all when busy)`;
  return { perCheckout, table: [...lines, idleLine].join('\n') };
}

function total(sent: Sent[]): number {
  return sent.reduce((sum, { times }) => sum + times, 0);
}
