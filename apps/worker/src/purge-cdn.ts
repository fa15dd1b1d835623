import { CATALOG_TAG, CATEGORIES_TAG } from '@holdfast/commerce/catalog/cache-tags';
import type { Deps } from '@holdfast/commerce/deps';
import type { Schedule } from './schedules.ts';

/** A CDN, or what stands before one: `POST url` with `{"tags":[...]}` has it forget all that has one of the tags. */
export type PurgeHook = { url: string; token: string | undefined };

type Round = { snapshot: string; last: string; tags: string[] };

/**
 * Longer than an API process gives what was changed meanwhile (a second): what a CDN has fetched from one between two rounds is
 * forgotten in the second.
 */
const EVERY_MS = 2_000;
const PATIENCE_MS = 10_000;
/** CDNs take so many at once, Cloudflare for one. */
const MOST_TAGS_A_CALL = 30;
/** Of more, all is told to be forgotten: a run must end long before the worker that is told to stop. */
const MOST_TAGS = 300;
/** Carried by every public answer: lists and searches the one, products and the tree the other. */
const ALL = [CATALOG_TAG, CATEGORIES_TAG];

export function purgeSchedule(hook: PurgeHook): Schedule {
  return {
    name: 'cdn.purge',
    everyMs: EVERY_MS,
    what: 'Tells the CDN what has changed, twice: what it fetched in between may be old.',
    run: (deps) => purgeCdn(deps, hook),
  };
}

/**
 * Tells of all that was invalidated since the round before the last one, so of everything in two rounds. What could not be told is
 * told in the next.
 * @throws Error when the hook does not take it
 */
export async function purgeCdn({ db }: Pick<Deps, 'db'>, hook: PurgeHook): Promise<void> {
  await db.primary.$executeRaw`
    INSERT INTO cdn_purge (before, last) VALUES (pg_current_snapshot(), pg_current_snapshot())
    ON CONFLICT (id) DO NOTHING`;
  const [round] = await db.primary.$queryRaw<Round[]>`
    SELECT pg_current_snapshot()::text AS snapshot, last::text,
           ARRAY(SELECT DISTINCT unnest(tags) FROM cache_invalidation
                 WHERE xid >= pg_snapshot_xmin(before) AND NOT pg_visible_in_snapshot(xid, before)) AS tags
    FROM cdn_purge`;
  if (!round) throw new Error('where the last round ended is not known');
  const { snapshot, last } = round;
  const tags = round.tags.length > MOST_TAGS ? ALL : round.tags;
  for (let from = 0; from < tags.length; from += MOST_TAGS_A_CALL) {
    await tell(hook, tags.slice(from, from + MOST_TAGS_A_CALL));
  }
  await db.primary.$executeRaw`
    UPDATE cdn_purge SET before = last, last = ${snapshot}::text::pg_snapshot
    WHERE last::text = ${last}`;
}

async function tell({ url, token }: PurgeHook, tags: string[]): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    // As `cache-tag` of the answers has them.
    body: JSON.stringify({ tags: tags.map(encodeURIComponent) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the CDN's hook answered ${response.status}`);
}
