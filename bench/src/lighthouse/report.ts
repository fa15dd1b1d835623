import { percentile } from '../common/figures.ts';
import { table } from '../common/table.ts';
import type { Report } from './lighthouse.ts';

export type Page = { name: string; reports: Report[] /** gzipped */; scriptBytes: number };
/** `bare`: what a page of Next with nothing on it takes of this machine. */
export type Results = { at: string; loadBefore: number; bare: Page; pages: Page[] };

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

function performanceOf(page: Page): string {
  const scores = scoresOf(page, 'performance');
  return `${median(scores)} (${Math.min(...scores)}-${Math.max(...scores)})`;
}

function performanceCell(page: Page): string {
  const isMet = median(scoresOf(page, 'performance')) >= LEAST_PERFORMANCE;
  return `${performanceOf(page)}, >= ${LEAST_PERFORMANCE}: ${verdict(isMet)}`;
}

function otherCell(page: Page, category: string): string {
  const score = median(scoresOf(page, category));
  return `${score}: ${verdict(score === 100)}`;
}

function scriptCell(page: Page, bareBytes: number): string {
  const kb = (page.scriptBytes - bareBytes) / 1_000;
  return `${kb.toFixed(1)}, <= ${MOST_SCRIPT_KB}: ${verdict(kb <= MOST_SCRIPT_KB)}`;
}

const PARTS = {
  'first paint, ms': 'first-contentful-paint',
  'largest paint (LCP), ms': 'largest-contentful-paint',
  'Speed Index, ms': 'speed-index',
  'blocked (TBT), ms': 'total-blocking-time',
  'main thread, ms': 'mainthread-work-breakdown',
};

/** The medians of a run in Markdown, beside what is promised and beside the bare page. */
export function describePages({ at, loadBefore, bare, pages }: Results): string {
  const all = [bare, ...pages];
  const reports = all.flatMap((page) => page.reports);
  const speed = median(reports.map(({ environment }) => environment.benchmarkIndex));
  const about = `${at.slice(0, 10)}, Lighthouse ${reports[0]?.lighthouseVersion}, median of ${bare.reports.length}; \
the machine's benchmark index ${Math.round(speed)}, load before the run ${loadBefore.toFixed(1)}. The bare page has \
${(bare.scriptBytes / 1_000).toFixed(1)} KB of script.`;
  const rows = [
    ['performance', performanceOf(bare), ...pages.map(performanceCell)],
    ...Object.entries(CATEGORIES).map(([category, name]) =>
      [name, ''].concat(pages.map((page) => otherCell(page, category))),
    ),
    ...Object.entries(PARTS).map(([name, of]) =>
      [name].concat(all.map((page) => audit(page, of).toFixed(0))),
    ),
    ['layout shift (CLS)', ...all.map((page) => audit(page, 'cumulative-layout-shift').toFixed(3))],
    ['script above the bare page, KB', '', ...pages.map((page) => scriptCell(page, bare.scriptBytes))],
  ];
  return `${about}\n\n${table(['', ...all.map(({ name }) => name)], rows)}`;
}
