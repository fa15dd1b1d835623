import { readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import {
  packagedBinaries,
  SYSTEM_DATA,
  systemDataFolder,
  systemProgramsFolder,
} from '../stack/postgres-host.ts';

/** The copy of a clone's programs; undefined when its packages were never installed. */
async function programsOf(clone: string): Promise<string | undefined> {
  const seenFrom = path.join(clone, 'tools/package.json');
  return packagedBinaries(seenFrom).then(systemProgramsFolder, () => undefined);
}

/**
 * Removes what a clone has put into /var/lib for the user postgres, and nothing of any other clone. To be called while
 * the clone is there: the names of its folders are made of its paths.
 */
export async function removeSystemData(clone: string): Promise<void> {
  const programs = await programsOf(clone);
  const own = [systemDataFolder(path.join(clone, '.data')), ...(programs ? [programs] : [])];
  const names = await readdir(SYSTEM_DATA).catch(() => []);
  for (const folder of names.map((name) => path.join(SYSTEM_DATA, name))) {
    // With a dot behind its name: a copy that was never finished.
    const isOwn = own.some((one) => folder === one || folder.startsWith(`${one}.`));
    if (isOwn) await rm(folder, { recursive: true, force: true });
  }
  // The folder itself goes when nobody else has anything in it.
  await rmdir(SYSTEM_DATA).catch(() => {});
}
