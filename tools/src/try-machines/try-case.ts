import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { processesFile } from '../stack/leftovers.ts';
import type { Case } from './cases.ts';
import { expectNothingLeft, type NpmCommand, runNpm } from './npm-command.ts';
import { type Servers, startServers } from './servers.ts';
import { buySomething, openFirstPage } from './shopper.ts';
import { makeWorkplace, type Workplace } from './workplace.ts';

/** Fetching and building everything on a slow network and a busy machine. */
const READY_WITHIN_MS = 30 * 60_000;
const LINES_SHOWN = 40;

/** One command that was tried: `failure` says in words what went wrong, with the end of what it printed. */
export type Outcome = { command: string; seconds: number; failure?: string };

export type Trial = { test: boolean; signal: AbortSignal; say: (text: string) => void };

type Trying = Trial & { wanted: Case; place: Workplace; servers: Servers | undefined };

async function expectNothingEmbedded({ clone }: Workplace): Promise<void> {
  const names = Object.keys(JSON.parse(await readFile(processesFile(path.join(clone, '.data')), 'utf8')));
  const embedded = names.filter((name) => /^(postgres|replica|redis)/.test(name));
  if (embedded.length > 0) throw new Error(`embedded beside given servers: ${embedded.join(', ')}`);
}

async function useShop({ wanted, place, say }: Trying): Promise<void> {
  const number = await buySomething(`http://127.0.0.1:${place.ports.api}`);
  await openFirstPage(`http://localhost:${place.ports.web}`);
  say(`bought ${number}, it is paid; the first page is there`);
  if (wanted.servers === 'given') await expectNothingEmbedded(place);
}

async function startAndStop(trying: Trying, command: NpmCommand): Promise<void> {
  const { place, say } = trying;
  const begun = performance.now();
  await command.says('Holdfast is ready', READY_WITHIN_MS);
  say(`ready after ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  await useShop(trying);
  const code = await command.interrupt();
  if (code !== 0) throw new Error(`after Ctrl-C it ended with ${code}`);
  await expectNothingLeft(place);
  say('stopped by Ctrl-C, nothing of it is left');
}

async function passTests({ place }: Trying, command: NpmCommand): Promise<void> {
  const code = await command.ended;
  if (code !== 0) throw new Error(`it ended with ${code}`);
  await expectNothingLeft(place);
}

/** Runs what `check` does with the command, and that strangers' servers were left alone meanwhile. */
async function tryCommand(
  trying: Trying,
  args: string[],
  check: (trying: Trying, command: NpmCommand) => Promise<void>,
): Promise<Outcome> {
  const { wanted, place, servers, signal } = trying;
  const more = wanted.servers === 'given' && servers ? servers.given : {};
  const mayConnect = wanted.servers === 'given' && args[0] === 'start';
  const begun = performance.now();
  const before = await servers?.connections();
  const command = runNpm(place, args, { more, signal });
  const outcome = { command: `npm ${args.join(' ')}` };
  const seconds = () => Math.round((performance.now() - begun) / 1000);
  try {
    await check(trying, command);
    const after = await servers?.connections();
    if (!mayConnect && JSON.stringify(after) !== JSON.stringify(before)) {
      throw new Error(`the servers beside it were used: ${JSON.stringify({ before, after })}`);
    }
    return { ...outcome, seconds: seconds() };
  } catch (error) {
    await command.interrupt();
    const end = command.output().trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
    return { ...outcome, seconds: seconds(), failure: `${(error as Error).message}\n${end}` };
  }
}

/**
 * Tries `npm start` in a fresh clone of the case's kind: it must become ready, sell, and end cleanly. With `test`
 * the whole `npm test` after it. Everything that was made for it is removed.
 */
export async function tryCase(wanted: Case, trial: Trial): Promise<Outcome[]> {
  const servers = wanted.servers && (await startServers(wanted.servers));
  try {
    const place = await makeWorkplace(wanted);
    const trying = { ...trial, wanted, place, servers };
    try {
      trial.signal.throwIfAborted();
      const outcomes = [await tryCommand(trying, ['start'], startAndStop)];
      if (trial.test && !trial.signal.aborted) {
        trial.say('npm test ...');
        outcomes.push(await tryCommand(trying, ['test'], passTests));
      }
      return outcomes;
    } finally {
      await place.remove();
    }
  } finally {
    await servers?.stop();
  }
}
