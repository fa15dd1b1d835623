import type { Judgement } from './judgement.ts';
import { judgeAcknowledged } from './promises/acknowledged.ts';
import { judgeAnswers } from './promises/answers.ts';
import { judgeCharges } from './promises/charges.ts';
import { judgeEffects } from './promises/effects.ts';
import { judgeEnds } from './promises/ends.ts';
import { judgeFreshness } from './promises/freshness.ts';
import { judgeMovements } from './promises/movements.ts';
import { judgeStaleness } from './promises/staleness.ts';
import { judgeStock } from './promises/stock.ts';
import { readBooks } from './read-books.ts';
import { readHistory } from './read-history.ts';
import { type LedgerAddress, readLedger } from './read-ledger.ts';
import { readMails } from './read-mails.ts';
import type { PromiseName, Verdict } from './verdict.ts';
import type { World } from './world.ts';

export type Sources = {
  /** A file of `HistoryEntry`, one JSON object a line. */
  historyFile: string;
  /** The primary, for a role that may read all tables. */
  databaseUrl: string;
  ledger: LedgerAddress;
  /** Where the shop leaves its mails as files; missing: they are not looked at. */
  mailFolder?: string;
};

const JUDGES: Record<PromiseName, (world: World) => Judgement> = {
  stock: judgeStock,
  movements: judgeMovements,
  acknowledged: judgeAcknowledged,
  charges: judgeCharges,
  effects: judgeEffects,
  answers: judgeAnswers,
  ends: judgeEnds,
  freshness: judgeFreshness,
  staleness: judgeStaleness,
};

const NOTHING: Verdict['examined'] = {
  stock: 0,
  movements: 0,
  acknowledged: 0,
  charges: 0,
  effects: 0,
  answers: 0,
  ends: 0,
  freshness: 0,
  staleness: 0,
};

/**
 * Decides whether the shop has kept its promises, from what its clients wrote down, its database and the provider's
 * ledger alone. The shop must have settled: no order under way, no later work owed.
 * @throws Error when one of the sources cannot be read.
 */
export async function check({ historyFile, databaseUrl, ledger, mailFolder }: Sources): Promise<Verdict> {
  return judge({
    history: await readHistory(historyFile),
    books: await readBooks(databaseUrl),
    ledger: await readLedger(ledger),
    mails: mailFolder === undefined ? null : await readMails(mailFolder),
  });
}

/** The same of what was read already. */
export function judge(world: World): Verdict {
  const verdict: Verdict = { examined: { ...NOTHING }, findings: [] };
  for (const promise of Object.keys(JUDGES) as PromiseName[]) {
    const { examined, findings } = JUDGES[promise](world);
    verdict.examined[promise] = examined;
    for (const finding of findings) verdict.findings.push({ promise, ...finding });
  }
  return verdict;
}
