import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { closeQueues, openQueues } from '@holdfast/commerce/infra/queue';
import { connectRedis } from '@holdfast/commerce/infra/redis';
import type { TestShop } from '@holdfast/commerce/testing';
import { Relay } from './relay.ts';

/** Asks until it is true, for 15 s at most. */
export async function eventually(what: string, ask: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`it never came true that ${what}`);
    await pause(20);
  }
}

/** A relay with its connections; `url` is the queues' Redis. */
export async function openRelay(shop: TestShop, url: string) {
  const queues = openQueues(url, shop.log, shop.prefix);
  const redis = connectRedis(url, 'producer', shop.log);
  const { db, signals, log, prefix } = shop;
  // Both fail fast, also before they are connected.
  await eventually('redis answers', () =>
    Promise.all([redis.ping(), queues.orders.count()]).then(
      () => true,
      () => false,
    ),
  );
  const relay = new Relay({ db, signals, log, queues, redis, prefix });
  return {
    relay,
    queues,
    redis,
    close: async () => {
      await relay.stop();
      redis.disconnect();
      await closeQueues(queues);
    },
  };
}

/** A way to a server that can be shut and opened, as when the server dies and comes back. */
export async function openGate(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((inner) => {
    if (!isOpen) {
      inner.destroy();
      return;
    }
    const outer = connect(Number(target.port), target.hostname);
    inner.pipe(outer).pipe(inner);
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        inner.destroy();
        outer.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gate has no address');
  const shown = new URL(url);
  shown.port = String(address.port);
  const shut = () => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: shown.href,
    shut,
    open: () => {
      isOpen = true;
    },
    close: () => {
      shut();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A numbered database of the test Redis, emptied: this file's alone. */
export async function ownRedis(shop: TestShop, database: number): Promise<string> {
  const url = new URL(shop.queueRedisUrl);
  url.pathname = `/${database}`;
  const redis = connectRedis(url.href, 'worker', shop.log);
  await redis.flushdb();
  redis.disconnect();
  return url.href;
}
