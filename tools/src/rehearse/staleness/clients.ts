import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { StackError } from '../../stack/stack-error.ts';
import type { HistoryWriter } from '../load/history-writer.ts';
import type { ClientsPlan } from './plan.ts';
import type { News, Order } from './post.ts';

const PROGRAM = path.join(import.meta.dirname, 'clients-main.ts');

/**
 * Lets the clients of a plan into the shop, in a process of their own, so that whoever breaks the shop meanwhile does not
 * hold them up. What they did is in the history when this resolves.
 * @throws StackError when they could not do what was planned
 */
export async function runClients(plan: ClientsPlan, history: HistoryWriter): Promise<void> {
  const clients = fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const done = Promise.withResolvers<void>();
  clients.on('message', (news: News) => {
    if ('calls' in news) for (const call of news.calls) history.write(call);
    if ('failed' in news) done.reject(new StackError(news.failed));
    if ('over' in news) done.resolve();
  });
  clients.send({ plan } satisfies Order);
  const ended = once(clients, 'exit').then(() => {
    throw new StackError('The clients have ended before their work was done.');
  });
  // Nobody awaits it any more when all went well.
  ended.catch(() => {});
  try {
    await Promise.race([done.promise, ended]);
  } finally {
    dismiss(clients);
  }
}

/** They end by themselves as soon as nobody listens. */
function dismiss(clients: ChildProcess): void {
  if (clients.connected) clients.disconnect();
}
