import { chown, copyFile, lstat, mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type PostgresServer, superuserUrl, withClient } from './postgres.ts';

/** What a base backup leaves out: it belongs to the running primary (see "Making a base backup" in PostgreSQL's manual). */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map']);
const EMPTIED = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);

type Owner = { uid: number; gid: number } | undefined;

async function ignoreVanished(work: Promise<unknown>): Promise<void> {
  await work.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function makeOwnedFolder(folder: string, owner: Owner): Promise<void> {
  await mkdir(folder, { mode: 0o700, recursive: true });
  if (owner) await chown(folder, owner.uid, owner.gid);
}

async function writeOwnedFile(file: string, text: string, owner: Owner): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  if (owner) await chown(file, owner.uid, owner.gid);
}

async function copyOwnedFile(from: string, to: string, owner: Owner): Promise<void> {
  await copyFile(from, to);
  if (owner) await chown(to, owner.uid, owner.gid);
}

/** Copies a folder in use: a file that vanishes meanwhile (a dropped table) is in the WAL, so it may be missed. */
async function copyFolder(from: string, to: string, owner: Owner): Promise<void> {
  await makeOwnedFolder(to, owner);
  for (const name of await readdir(from).catch(() => [])) {
    if (LEFT_OUT.has(name) || name.startsWith('pgsql_tmp')) continue;
    const [source, target] = [path.join(from, name), path.join(to, name)];
    const entry = await lstat(source).catch(() => undefined);
    if (!entry) continue;
    if (entry.isSymbolicLink()) await ignoreVanished(readlink(source).then((link) => symlink(link, target)));
    else if (!entry.isDirectory()) await ignoreVanished(copyOwnedFile(source, target, owner));
    else if (EMPTIED.has(name)) await makeOwnedFolder(target, owner);
    else await copyFolder(source, target, owner);
  }
}

/**
 * Copies a running primary into `folder` (which must not exist) as the start of a standby. The WAL from
 * now on must be kept by a replication slot that exists already.
 */
export async function makeBaseBackup(primary: PostgresServer, folder: string): Promise<void> {
  const owner = primary.host.user;
  await withClient(superuserUrl(primary), async (client) => {
    await client.query("select pg_backup_start('holdfast replica', true)");
    await copyFolder(primary.folder, folder, owner);
    // Last, as pg_basebackup does: it must not be older than anything copied before.
    await copyOwnedFile(
      path.join(primary.folder, 'global/pg_control'),
      path.join(folder, 'global/pg_control'),
      owner,
    );
    const stopped = await client.query<{ labelfile: string; spcmapfile: string }>(
      'select labelfile, spcmapfile from pg_backup_stop(false)',
    );
    const { labelfile = '', spcmapfile = '' } = stopped.rows[0] ?? {};
    await writeOwnedFile(path.join(folder, 'backup_label'), labelfile, owner);
    if (spcmapfile) await writeOwnedFile(path.join(folder, 'tablespace_map'), spcmapfile, owner);
  });
  await makeOwnedFolder(path.join(folder, 'pg_wal/archive_status'), owner);
  await makeOwnedFolder(path.join(folder, 'pg_wal/summaries'), owner);
  await writeOwnedFile(path.join(folder, 'standby.signal'), '', owner);
}
