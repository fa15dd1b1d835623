import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkShop } from '../check-shop.ts';
import { HistoryWriter } from '../load/history-writer.ts';
import { type LoadPlan, type LoadReport, runLoad } from '../load/run-load.ts';
import { EXIT_CODES, newReportFolder, type Rehearsal, wholeNumber } from '../rehearsal.ts';
import { Progress } from '../report/progress.ts';
import { printReport, writeReport } from '../report/report.ts';
import { type RehearsalShop, useShop } from '../running-shop.ts';
import { settle } from '../settle.ts';
import { describeContentReads, readContentReads } from './content-reads.ts';
import { describePage } from './describe-page.ts';
import { readPageLooks } from './page-looks.ts';
import { readSale } from './read-sale.ts';
import { describeUntried, untriedIn } from '../untried.ts';

/** What was typed, and what follows from it. */
type RushPlan = LoadPlan & { options: string };

export const rush: Rehearsal = {
  usage: `rush [--seed N] [--rate N] [--seconds N] [--readers N]
  A flash sale: thousands of shoppers, and few pieces of what most of them want.
  --seed      from which follows who comes when, and what each wants and does (a new one)
  --rate      shoppers a second (25): half as many at first, three times as many in the end
  --seconds   for how long they come (60)
  --readers   look at the page of the first hot item ten times a second each, and buy nothing (0)`,
  run: (args) => {
    const plan = readPlan(args);
    return useShop((shop) => rehearseRush(shop, plan));
  },
};

/** @throws WrongUsage, and what parseArgs throws */
function readPlan(args: string[]): RushPlan {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      rate: { type: 'string', default: '25' },
      seconds: { type: 'string', default: '60' },
      readers: { type: 'string', default: '0' },
    },
  });
  const rate = wholeNumber('--rate', values.rate, { from: 1, to: 1_000 });
  const seconds = wholeNumber('--seconds', values.seconds, { from: 6, to: 3_600 });
  const pageReaders = wholeNumber('--readers', values.readers, { from: 0, to: 500 });
  return {
    options: `--rate ${rate} --seconds ${seconds}${pageReaders > 0 ? ` --readers ${pageReaders}` : ''}`,
    seed: wholeNumber('--seed', values.seed, { from: 0, to: 2_147_483_647 }),
    phases: [
      { name: 'warm-up', seconds: seconds / 6, perSecond: rate / 2 },
      { name: 'steady', seconds: seconds / 2, perSecond: rate },
      { name: 'burst', seconds: seconds / 3, perSecond: rate * 3 },
    ],
    hotItems: 3,
    stockOfHotItem: rate * 5,
    otherItems: 40,
    pageReaders,
  };
}

async function rehearseRush(shop: RehearsalShop, plan: RushPlan): Promise<number> {
  const folder = newReportFolder('rush');
  const historyFile = path.join(folder, 'history.jsonl');
  console.log(`A rush with --seed ${plan.seed} on ${shop.apiUrl}`);
  const since = new Date();
  const readBefore = await readContentReads(shop);
  const { shoppers, turnedAway, hottest } = await letCrowdIn(shop, plan, historyFile);
  console.log(`${shoppers.toLocaleString('en')} shoppers came.`);
  if (turnedAway > 0)
    console.log(`${turnedAway.toLocaleString('en')} of them met too many others to be played.`);
  console.log(describeContentReads(readBefore, await readContentReads(shop)));
  if (plan.pageReaders > 0 && hottest) {
    const sale = await readSale(shop, hottest, since);
    console.log(describePage(await readPageLooks(historyFile, hottest.variantId), sale));
  }
  console.log('Waiting until each order has come to its end ...');
  const left = await settle(shop, since);
  if (left > 0) console.log(`${left} orders have not come to their end.`);
  const verdict = await checkShop(shop, historyFile);
  const { summary, html } = await writeReport(folder, historyFile, verdict);
  printReport(summary, verdict, process.stdout);
  console.log(`\n${html}`);
  const untried = untriedIn([verdict]);
  if (untried.length > 0) console.log(describeUntried(untried));
  return verdict.findings.length === 0 && untried.length === 0 ? EXIT_CODES.kept : EXIT_CODES.broken;
}

async function letCrowdIn(shop: RehearsalShop, plan: RushPlan, historyFile: string): Promise<LoadReport> {
  const history = await HistoryWriter.open(historyFile);
  const { seed, options } = plan;
  history.write({ type: 'start', rehearsal: 'rush', seed, options, ownShop: shop.isOwn, at: Date.now() });
  const progress = new Progress(history, process.stdout);
  try {
    return await runLoad(shop, plan, history);
  } finally {
    progress.stop();
    await history.close();
  }
}
