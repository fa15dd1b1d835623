import { cp, mkdtemp, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { REPOSITORY } from '../../stack/repository.ts';

/** What no shop is started from, wherever it lies. */
const LEFT_OUT = new Set(['.git', '.data', '.turbo', 'artifacts']);

/** What is large and only read; the packages' own node_modules lead from the copy into it, and to each other in the copy. */
const SHARED = ['node_modules', '.cache'];

/**
 * Copies the repository as it is now, with what was built of it, into a temporary folder. @returns that folder, for the
 * caller to delete.
 */
export async function copyRepository(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-sabotage-'));
  const shared = new Set(SHARED.map((name) => path.join(REPOSITORY, name)));
  await cp(REPOSITORY, folder, {
    recursive: true,
    // Else links would lead back, and everything would be built again.
    verbatimSymlinks: true,
    preserveTimestamps: true,
    filter: (source) => !LEFT_OUT.has(path.basename(source)) && !shared.has(source),
  });
  for (const name of SHARED) await symlink(path.join(REPOSITORY, name), path.join(folder, name));
  return folder;
}
