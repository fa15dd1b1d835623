import type pg from 'pg';
import { withClient } from './postgres.ts';

export const APP_ROLE = 'holdfast';
export const REPLICATION_ROLE = 'holdfast_replication';

async function ensureRole(
  client: pg.Client,
  role: { name: string; rights: string; password: string },
): Promise<void> {
  const found = await client.query('select from pg_roles where rolname = $1', [role.name]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  await client.query(
    `${verb} role ${role.name} with login ${role.rights} password ${client.escapeLiteral(role.password)}`,
  );
}

/**
 * Makes the application's role and database, and the role of the replica, as far as they are missing.
 * The application's role owns its database, may create others (test clones, Prisma's shadow database)
 * and reads all monitoring views.
 */
export async function prepareDatabase(
  adminUrl: string,
  wanted: { database: string; appPassword: string; replicationPassword: string },
): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await ensureRole(client, { name: APP_ROLE, rights: 'createdb', password: wanted.appPassword });
    await ensureRole(client, {
      name: REPLICATION_ROLE,
      rights: 'replication',
      password: wanted.replicationPassword,
    });
    await client.query(`grant pg_monitor to ${APP_ROLE}`);
    const found = await client.query('select from pg_database where datname = $1', [wanted.database]);
    if (found.rowCount === 0) await client.query(`create database ${wanted.database} owner ${APP_ROLE}`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${wanted.database}`;
  await withClient(url.href, (client) => client.query('create extension if not exists pg_stat_statements'));
}
