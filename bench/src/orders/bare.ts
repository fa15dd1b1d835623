import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { orderInput } from '@holdfast/e2e/checkout';
import { withClient } from './api-client.ts';
import { clientCpuMs, treeCpuMs } from './cpu-time.ts';
import { type Round, roundOf, runLoad } from './load.ts';

/** As the target is stated: one process, so many connections that are kept open. */
export const BARE_CONNECTIONS = 50;
const CART_ID_LENGTH = 22;

export type BareRound = Round & {
  /** What a request takes of the processors, in ms, at each end. */
  cpuMs: { server: number; client: number };
};

/** A server of node:http that takes the body of an order and answers at once, measured by the client of all else here. */
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
  const address = { url: `http://127.0.0.1:${port}`, connections: BARE_CONNECTIONS };
  const body = orderInput('c'.repeat(CART_ID_LENGTH));
  return withClient(address, async (client) => {
    const load = { count, concurrency: BARE_CONNECTIONS };
    const before = { server: await treeCpuMs(pid), client: clientCpuMs() };
    const { times, seconds } = await runLoad(load, () => client.mutate('orders.place', body));
    const server = ((await treeCpuMs(pid)) - before.server) / count;
    return {
      ...roundOf(times, seconds),
      cpuMs: { server, client: (clientCpuMs() - before.client) / count },
    };
  });
}
