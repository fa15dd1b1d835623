import { once } from 'node:events';
import { Pool } from 'undici';
import { Dice } from '../load/dice.ts';
import { Session } from '../load/session.ts';
import { ShopClient } from '../load/shop-client.ts';
import { changeItems } from './change-items.ts';
import { Pace } from '../load/pace.ts';
import type { ClientsPlan } from './plan.ts';
import { type Order, Post } from './post.ts';
import { CONNECTION_LIVES_MS, Reader } from '../load/reader.ts';
import { visitItems } from './visit-items.ts';
import { Work } from './work.ts';

/** All clients of a rehearsal of reads, in a process of their own: it does what it is told, tells what came of it, and ends. */

const VISITORS = 24;
const SESSIONS = 8;
/** Of each session: more than one, so that some lead to the process that did not do the write. */
const CONNECTIONS = 4;
/** A plan is done a little before its time, as long as the shop keeps up. */
const HEADROOM = 1.15;

const ADDRESS = '10.0.0.0';

async function letIn(plan: ClientsPlan, book: Post): Promise<void> {
  const { apiUrl, items, seed, seconds, accessToken, looksPerChange } = plan;
  const work = new Work(plan);
  const dice = new Dice(seed);
  const pool = new Pool(apiUrl, { clientTtl: CONNECTION_LIVES_MS });
  const watched = new Set(items.map(({ handle }) => handle));
  const reader = (name: string, as?: { session: Session; by: 'header' | 'cookie' }) =>
    new Reader({ name, apiUrl, book, watched, ...(as && { as }) });
  const visits = new Pace((plan.visits * HEADROOM) / seconds);
  const changes = new Pace((plan.changes * HEADROOM) / seconds);
  const visitors = Array.from({ length: VISITORS }, (_, index) =>
    visitItems({ reader: reader(`visitor-${index}`), items, seed: dice.seed(), pace: visits, work }),
  );
  const changers = Array.from({ length: SESSIONS }, (_, index) => {
    const name = `session-${index}`;
    const session = new Session(name, { address: ADDRESS, accessToken });
    const readers = Array.from({ length: CONNECTIONS }, (__, connection) =>
      reader(`${name}.${connection}`, { session, by: connection % 2 === 0 ? 'header' : 'cookie' }),
    );
    return changeItems({
      operator: new ShopClient({ name, session, pool, history: book }),
      items: items.filter((_item, at) => at % SESSIONS === index),
      readers,
      looksPerChange,
      seed: dice.seed(),
      pace: changes,
      work,
    });
  });
  await Promise.all([...visitors, ...changers]);
}

const [{ plan }] = (await once(process, 'message')) as [Order];
const book = new Post();
const end = await letIn(plan, book).then(
  () => ({ over: true }) as const,
  (error: unknown) => ({ failed: (error as Error).message }),
);
await book.close(end);
process.exit();
