import path from 'node:path';
import { parseArgs } from 'node:util';
import { HistoryWriter } from '../load/history-writer.ts';
import { newReportFolder, type Rehearsal, wholeNumber, WrongUsage } from '../rehearsal.ts';
import { type RehearsalShop, useShop } from '../running-shop.ts';
import { conclude } from './conclude.ts';
import { describePlan } from './describe-replay.ts';
import { planReplay } from './plan-replay.ts';
import { type InvoiceFile, readInvoices } from './read-invoices.ts';
import { sendInvoices } from './send-invoices.ts';
import { stockItems } from './stock-items.ts';

type Request = { file: string; speed: number | undefined };

export const replay: Rehearsal = {
  usage: `  replay FILE.csv [--speed N]
      Real orders, in the layout of UCI's "Online Retail", each line at its own price, then the shop's books against the
      file. --speed: so many times faster than they were written; without it as fast as the shop takes them`,
  run: async (args) => {
    const request = readRequest(args);
    const invoices = await readInvoices(request.file);
    return useShop((shop) => rehearseReplay(shop, invoices, request));
  },
};

/** A relative path is relative to where npm was called. @throws WrongUsage, and what parseArgs throws */
function readRequest(args: string[]): Request {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { speed: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new WrongUsage('Name one file of invoices.');
  return {
    file: path.resolve(process.env.INIT_CWD ?? process.cwd(), file),
    speed:
      values.speed === undefined
        ? undefined
        : wholeNumber('--speed', values.speed, { from: 1, to: 1_000_000 }),
  };
}

async function rehearseReplay(
  shop: RehearsalShop,
  invoices: InvoiceFile,
  { file, speed }: Request,
): Promise<number> {
  const plan = planReplay(invoices);
  const folder = newReportFolder('replay');
  console.log(`A replay of ${file} on ${shop.apiUrl}, written to ${folder}\n${describePlan(plan)}`);
  const items = await stockItems(shop, plan.items);
  const historyFile = path.join(folder, 'history.jsonl');
  const history = await HistoryWriter.open(historyFile);
  const { fingerprint } = invoices;
  const sent = await sendInvoices(shop, { plan, items, fingerprint, speed, history });
  await history.close();
  return conclude(shop, { plan, folder, historyFile, ...sent });
}
