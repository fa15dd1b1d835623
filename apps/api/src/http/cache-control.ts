/** A shared cache that is told of changes may keep copies for a minute: so late is seen what it could not be told. */
const PURGED_SECONDS = 60;

type Asked = {
  /** The caller showed a token of their own last write. */
  showsToken: boolean;
  /** Shared caches are told by tag what has changed, see `purgeCdn` of the worker. */
  isPurged: boolean;
};

/**
 * Of public content. Who shows a token of their own last write is given nothing that a shared cache keeps for others, and leaves
 * nothing in it.
 */
export function cacheControl({ showsToken, isPurged }: Asked): string {
  if (showsToken) return 'private, no-store';
  return `public, max-age=0, s-maxage=${isPurged ? PURGED_SECONDS : 1}`;
}

/** The value of `cache-tag`, by which a shared cache finds what it is told to forget. */
export function cacheTag(tags: string[]): string {
  return tags.map(encodeURIComponent).join(',');
}
