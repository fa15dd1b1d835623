import { mendListings } from '@holdfast/commerce/listing/mend-listings';
import { reapOrders } from '@holdfast/commerce/orders/reap-orders';
import { cleanQueues, type QueueRemains } from './clean-queues.ts';
import type { WorkerDeps } from './handlers.ts';
import { sweep } from './sweep.ts';

export type ScheduleDeps = WorkerDeps & QueueRemains;

/** `what` is read by operators. A run is to be over within a minute: then another worker may begin the next one. */
export type Schedule<D = ScheduleDeps> = {
  name: string;
  everyMs: number;
  what: string;
  run: (deps: D) => Promise<void>;
};

/** All that is done now and then, each by one worker at a time. */
export const SCHEDULES: Schedule[] = [
  {
    name: 'orders.reap',
    everyMs: 5_000,
    what: 'Ends holds whose time is up, and carries payments and refunds on that no job carries.',
    run: reapOrders,
  },
  {
    name: 'sweep',
    everyMs: 60_000,
    what: 'Forgets closed jobs, expired keys, ended sessions, forgotten carts and silent processes.',
    run: sweep,
  },
  {
    name: 'listings.mend',
    everyMs: 60_000,
    what: 'Compares the next thousand listings with what they are computed of, and mends what differs.',
    run: mendListings,
  },
  {
    name: 'queues.clean',
    everyMs: 10 * 60_000,
    what: 'Removes from Redis what has been kept of finished jobs for long enough.',
    run: cleanQueues,
  },
];
