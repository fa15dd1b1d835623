import { count } from '../report/figures.ts';
import type { RehearsalShop } from '../running-shop.ts';

/** How often each server was asked for content that no cache had, by its name, since the shop's processes started. */
export type ContentReads = Map<string, number>;

const SAMPLE = /^database_reads_total\{.*server="([^"]+)".*\} (\d+)$/gm;

/** Of all processes of a shop that runs. */
export async function readContentReads({ env }: RehearsalShop): Promise<ContentReads> {
  const page = await fetch(env.METRICS_URL ?? '');
  return parseContentReads(await page.text());
}

/** @param page in Prometheus' text format */
export function parseContentReads(page: string): ContentReads {
  const reads: ContentReads = new Map();
  for (const [, server = '', value] of page.matchAll(SAMPLE)) {
    reads.set(server, (reads.get(server) ?? 0) + Number(value));
  }
  return reads;
}

/** For a person: what came between two looks, and each server's share of it. */
export function describeContentReads(before: ContentReads, after: ContentReads): string {
  const reads = [...after].map(([server, value]) => ({ server, value: value - (before.get(server) ?? 0) }));
  const total = reads.reduce((sum, { value }) => sum + value, 0);
  const share = (value: number) => `${((value / Math.max(1, total)) * 100).toFixed(1)} %`;
  const shares = reads.map(({ server, value }) => `${server} ${count(value)} (${share(value)})`);
  return `Content that no cache had was read ${count(total)} times: ${shares.join(', ')}.`;
}
