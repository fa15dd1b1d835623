import type { Deps } from '../deps.ts';

/**
 * After the commit of what `showChanges` was called for, before its caller is answered: other processes are told, and the
 * caller's position is then behind the change. Whoever dies before this has lost nothing but a fraction of a second. Nothing when
 * no handle is given.
 */
export async function tellChanges(
  deps: Pick<Deps, 'cache' | 'position' | 'signals' | 'log'>,
  handles: string[],
): Promise<void> {
  if (handles.length === 0) return;
  deps.signals.send('cache_invalidation');
  // What was written is committed: from here on nothing may fail the caller.
  try {
    const lsn = await deps.cache.settle();
    deps.position?.wrote(lsn);
  } catch (error) {
    deps.log.warn({ err: error }, 'a change is shown without its position');
  }
}
