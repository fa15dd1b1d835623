import { parseArgs } from 'node:util';
import { listenForStop } from '../../stack/stop-request.ts';
import { EXIT_CODES, Interrupted, type Rehearsal, WrongUsage, wholeNumber } from '../rehearsal.ts';
import { Controls } from './controls.ts';
import { describeOutcome } from './describe.ts';
import { SABOTAGES, type Sabotage } from './sabotages.ts';
import { type SabotageOutcome, type Tries, trySabotage } from './try-sabotage.ts';

const USAGE = `  sabotage [NAME...] [--runs N] [--seed N]
      One guard of the shop is taken away in a copy of this folder, and chaos or staleness is rehearsed there until the checker
      sees the promise broken. The first run is rehearsed without it before, and must be clean. Without names each, one after the
      other: ${SABOTAGES.map(({ name }) => name).join(', ')}.
      --runs: how many runs each may take (20); --seed: of the first run, the next has the next number (one under
      whose faults it comes out soon)`;

type Options = { sabotages: Sabotage[]; tries: Pick<Tries, 'runs' | 'seed'> };

function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { runs: { type: 'string', default: '20' }, seed: { type: 'string' } },
  });
  return {
    sabotages: positionals.length === 0 ? SABOTAGES : positionals.map(findSabotage),
    tries: {
      runs: wholeNumber('--runs', values.runs, { from: 1, to: 1_000 }),
      seed:
        values.seed === undefined
          ? undefined
          : wholeNumber('--seed', values.seed, { from: 0, to: 1_000_000 }),
    },
  };
}

function findSabotage(name: string): Sabotage {
  const found = SABOTAGES.find((sabotage) => sabotage.name === name);
  if (!found) throw new WrongUsage(`There is no sabotage "${name}".`);
  return found;
}

async function run(args: string[]): Promise<number> {
  const { sabotages, tries } = readOptions(args);
  const stop = new AbortController();
  listenForStop().once('first', () => stop.abort(new Interrupted('stopped')));
  const controls = new Controls();
  const outcomes: SabotageOutcome[] = [];
  for (const sabotage of sabotages) {
    console.log(`\nSabotage ${sabotage.name}: ${sabotage.what}`);
    const outcome = await trySabotage(sabotage, { ...tries, controls, stopped: stop.signal });
    // At once, since it takes minutes, and what comes next may fail to start.
    console.log(`\n${describeOutcome(outcome)}`);
    outcomes.push(outcome);
  }
  if (outcomes.length > 1) console.log(`\nAll of them:\n${outcomes.map(describeOutcome).join('\n')}`);
  return outcomes.every(({ caught }) => caught) ? EXIT_CODES.kept : EXIT_CODES.broken;
}

export const sabotage: Rehearsal = { usage: USAGE, run };
