import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { endsWithUs, type Served } from '@holdfast/e2e/served';
import type { KnownAnswer } from './known-answers.ts';
import type { Outcome } from './load-process.ts';
import type { ReadLoad, ReadRound } from './read-load.ts';

const production = { ...process.env, NODE_ENV: 'production' };

function forkProgram(name: string, env: NodeJS.ProcessEnv = production): ChildProcess {
  return fork(path.join(import.meta.dirname, `${name}.ts`), { env });
}

/** @throws Error when the process ends without a word */
async function firstMessage<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('A process of the bench has ended too early.');
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message as T;
}

/** Such a program tells its port, and ends by itself when we do. */
async function whenServing(child: ChildProcess): Promise<Served> {
  return { port: await firstMessage<number>(child), pid: child.pid ?? 0, stop: endsWithUs(child) };
}

/** A server of node:http that gives these answers and nothing else. */
export function startBareServer(answers: KnownAnswer[]): Promise<Served> {
  const child = forkProgram('bare-server');
  child.send(answers);
  return whenServing(child);
}

/** The server of the usual tutorial, on the shop's own PostgreSQL and Redis. */
export function startTutorial({ DATABASE_URL, CACHE_REDIS_URL }: Record<string, string>): Promise<Served> {
  return whenServing(forkProgram('tutorial-server', { ...production, DATABASE_URL, CACHE_REDIS_URL }));
}

/** Runs the load in a process of its own, so that nothing else that this one does takes from it. */
export async function measureLoad(load: ReadLoad): Promise<ReadRound> {
  const child = forkProgram('load-process');
  child.send(load);
  const outcome = await firstMessage<Outcome>(child);
  await once(child, 'exit');
  if ('failure' in outcome) throw new Error(outcome.failure);
  return outcome.round;
}
