import type { History } from '../history-index.ts';
import { broken, type Judgement } from '../judgement.ts';
import { type Look, looksOf } from './looks.ts';
import { isOlderThan } from './older.ts';
import type { Write } from './shelf.ts';

/** What a look has to show at least, and what is said when it does not. */
export type Rule = {
  /** Undefined when nothing is demanded of it. */
  demand: (look: Look) => Write | undefined;
  describe: (look: Look, demanded: Write) => string;
};

/** Holds each look that something is demanded of against that. */
export function judgeLooks(history: History, { demand, describe }: Rule): Judgement {
  const judgement: Judgement = { examined: 0, findings: [] };
  for (const look of looksOf(history)) {
    const demanded = demand(look);
    if (!demanded) continue;
    judgement.examined += 1;
    if (!isOlderThan(look, demanded)) continue;
    const { findings } = broken(describe(look, demanded), [demanded.call, look.call]);
    judgement.findings.push(...findings);
  }
  return judgement;
}
