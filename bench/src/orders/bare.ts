import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { orderInput } from '@holdfast/e2e/checkout';
import { BareClient } from './bare-client.ts';
import { clientCpuMs, treeCpuMs } from '../common/cpu-time.ts';
import { type Round, roundOf, runLoad } from '../common/load.ts';

/** As the target is stated: one process, so many connections that are kept open. */
export const BARE_CONNECTIONS = 50;
const CART_ID_LENGTH = 22;

export type BareRound = Round & {
  /** What a request takes of the processors, in ms, at each end. */
  cpuMs: { server: number; client: number };
};

/** Not measured, so that what is measured is compiled. */
const WARM_UP = 5_000;

/** A server of node:http that takes the body of an order and answers at once. */
export async function measureBare(requests: number): Promise<BareRound> {
  const server = fork(path.join(import.meta.dirname, 'bare-server.ts'));
  try {
    const [port] = (await once(server, 'message')) as [number];
    return await measure({ port, pid: server.pid ?? 0 }, requests);
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

async function measure({ port, pid }: { port: number; pid: number }, count: number): Promise<BareRound> {
  const body = JSON.stringify(orderInput('c'.repeat(CART_ID_LENGTH)));
  const client = await BareClient.open({ port, connections: BARE_CONNECTIONS }, body);
  const ask = () => client.ask();
  await runLoad({ count: WARM_UP, concurrency: BARE_CONNECTIONS }, ask);
  const before = { server: await treeCpuMs(pid), client: clientCpuMs() };
  const { times, seconds } = await runLoad({ count, concurrency: BARE_CONNECTIONS }, ask);
  const clientMs = clientCpuMs() - before.client;
  const serverMs = (await treeCpuMs(pid)) - before.server;
  client.close();
  return { ...roundOf(times, seconds), cpuMs: { server: serverMs / count, client: clientMs / count } };
}
