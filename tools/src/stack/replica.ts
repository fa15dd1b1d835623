import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeBaseBackup } from './base-backup.ts';
import {
  acceptsConnections,
  type PostgresServer,
  superuserUrl,
  withClient,
  writeSettings,
} from './postgres.ts';
import { REPLICATION_ROLE } from './prepare-database.ts';
import { StackError } from './stack-error.ts';

/** A streaming standby and the primary that it follows through a replication slot. */
export type Replica = {
  server: PostgresServer;
  primary: PostgresServer;
  /** Name of the slot and application_name of the connection. */
  slot: string;
  replicationPassword: string;
};

/** The first eight bytes of pg_control name the database system; undefined when there is no such file. */
async function systemIdentifier(folder: string): Promise<string | undefined> {
  const control = await readFile(path.join(folder, 'global/pg_control')).catch(() => undefined);
  return control?.readBigUInt64LE(0).toString();
}

async function primaryKnows({ primary, slot }: Replica): Promise<{ system: string; slotHolds: boolean }> {
  return withClient(superuserUrl(primary), async (client) => {
    const result = await client.query<{ system: string; slotHolds: boolean }>(
      `select system_identifier::text as system,
              exists (select from pg_replication_slots where slot_name = $1 and wal_status <> 'lost') as "slotHolds"
         from pg_control_system()`,
      [slot],
    );
    return result.rows[0] ?? { system: '', slotHolds: false };
  });
}

/** Whether the folder can follow this primary, as far as can be told before it is started. */
async function canFollow(replica: Replica): Promise<boolean> {
  const { system, slotHolds } = await primaryKnows(replica);
  const isStandby = existsSync(path.join(replica.server.folder, 'standby.signal'));
  return isStandby && slotHolds && (await systemIdentifier(replica.server.folder)) === system;
}

async function recreateSlot({ primary, slot }: Replica): Promise<void> {
  await withClient(superuserUrl(primary), async (client) => {
    // A killed standby's sender holds the slot until it notices.
    await client.query(
      'select pg_terminate_backend(active_pid, 5000) from pg_replication_slots where slot_name = $1 and active_pid is not null',
      [slot],
    );
    await client.query(
      'select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1',
      [slot],
    );
    await client.query('select pg_create_physical_replication_slot($1, true)', [slot]);
  });
}

async function makeReplica(replica: Replica): Promise<void> {
  const { folder } = replica.server;
  const unfinished = `${folder}.unfinished`;
  await rm(folder, { recursive: true, force: true });
  await rm(unfinished, { recursive: true, force: true });
  await recreateSlot(replica);
  await makeBaseBackup(replica.primary, unfinished);
  await rename(unfinished, folder);
}

/**
 * Makes the standby ready to be started: a new one when there is none, when it follows another primary,
 * when its slot is gone, or when it failed before (`startedBadly`). Without a primary nothing is thrown away.
 */
export async function prepareReplica(replica: Replica, startedBadly: boolean): Promise<void> {
  const hasPrimary = await acceptsConnections(superuserUrl(replica.primary));
  if (hasPrimary && (startedBadly || !(await canFollow(replica)))) await makeReplica(replica);
  if (!existsSync(replica.server.folder)) {
    throw new StackError('The replica can be made only while the primary accepts connections.');
  }
  await writeSettings(replica.server, {
    primary_conninfo: `host=127.0.0.1 port=${replica.primary.port} user=${REPLICATION_ROLE} password=${replica.replicationPassword} application_name=${replica.slot}`,
    primary_slot_name: replica.slot,
  });
}

/**
 * Whether the standby answers and does what it can: it receives WAL, or its replay was paused by hand,
 * or there is no primary to receive from. A diverged or promoted one does not.
 */
export async function replicaIsHealthy(replica: Replica): Promise<boolean> {
  const follows = await withClient(superuserUrl(replica.server), async (client) => {
    const inRecovery = await client.query<{ yes: boolean }>('select pg_is_in_recovery() as yes');
    if (!inRecovery.rows[0]?.yes) return false;
    const result = await client.query<{ yes: boolean }>(
      `select pg_is_wal_replay_paused()
           or exists (select from pg_stat_wal_receiver where status = 'streaming') as yes`,
    );
    return result.rows[0]?.yes === true;
  }).catch(() => undefined);
  if (follows === undefined) return false;
  return follows || !(await acceptsConnections(superuserUrl(replica.primary)));
}
