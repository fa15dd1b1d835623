import { percentile } from '../common/figures.ts';
import { table } from '../common/table.ts';
import type { Report } from './lighthouse.ts';

export type Page = { name: string; reports: Report[] /** gzipped */; scriptBytes: number };
export type Results = { at: string; loadBefore: number; bareBytes: number; pages: Page[] };

const LEAST_PERFORMANCE = 95;
const MOST_SCRIPT_KB = 45;
const CATEGORIES = { accessibility: 'accessibility', 'best-practices': 'best practices', seo: 'SEO' };

const median = (values: number[]): number => percentile(values, 0.5);

function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'missed';
}

function scoresOf(page: Page, category: string): number[] {
  return page.reports.map(({ categories }) => Math.round(100 * (categories[category]?.score ?? 0)));
}

function audit(page: Page, name: string): number {
  return median(page.reports.map(({ audits }) => audits[name]?.numericValue ?? Number.NaN));
}

function performanceCell(page: Page): string {
  const scores = scoresOf(page, 'performance');
  const score = median(scores);
  const spread = `${Math.min(...scores)}-${Math.max(...scores)}`;
  return `${score} (${spread}), >= ${LEAST_PERFORMANCE}: ${verdict(score >= LEAST_PERFORMANCE)}`;
}

function otherCell(page: Page, category: string): string {
  const score = median(scoresOf(page, category));
  return `${score}: ${verdict(score === 100)}`;
}

function scriptCell(page: Page, bareBytes: number): string {
  const kb = (page.scriptBytes - bareBytes) / 1_000;
  return `${kb.toFixed(1)}, <= ${MOST_SCRIPT_KB}: ${verdict(kb <= MOST_SCRIPT_KB)}`;
}

/** The medians of a run in Markdown, beside what is promised. */
export function describePages({ at, loadBefore, bareBytes, pages }: Results): string {
  const reports = pages.flatMap((page) => page.reports);
  const speed = median(reports.map(({ environment }) => environment.benchmarkIndex));
  const about = `${at.slice(0, 10)}, Lighthouse ${reports[0]?.lighthouseVersion}, median of ${pages[0]?.reports.length}; \
the machine's benchmark index ${Math.round(speed)}, load before the run ${loadBefore.toFixed(1)}. The bare page has \
${(bareBytes / 1_000).toFixed(1)} KB of script.`;
  const rows = [
    ['performance', ...pages.map(performanceCell)],
    ...Object.entries(CATEGORIES).map(([category, name]) =>
      [name].concat(pages.map((page) => otherCell(page, category))),
    ),
    ['first paint, ms', ...pages.map((page) => audit(page, 'first-contentful-paint').toFixed(0))],
    ['largest paint (LCP), ms', ...pages.map((page) => audit(page, 'largest-contentful-paint').toFixed(0))],
    ['blocked (TBT), ms', ...pages.map((page) => audit(page, 'total-blocking-time').toFixed(0))],
    ['layout shift (CLS)', ...pages.map((page) => audit(page, 'cumulative-layout-shift').toFixed(3))],
    ['script above the bare page, KB', ...pages.map((page) => scriptCell(page, bareBytes))],
  ];
  return `${about}\n\n${table(['', ...pages.map(({ name }) => name)], rows)}`;
}
