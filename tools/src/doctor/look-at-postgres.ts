import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../look-at-machine.mjs';
import { findTooFew } from '../stack/connections.ts';
import { inspectDatabase, inspectReplica } from '../stack/given-database.ts';
import { packagedBinaries, type PostgresUser, postgresUserHere } from '../stack/postgres-host.ts';
import type { Settings } from '../stack/settings.ts';

const THING = 'PostgreSQL';

function howItRuns(user: PostgresUser, dataDir: string): string {
  if (user === 'ourselves') return `as you, with its data in ${dataDir}`;
  if (user === 'a user namespace') {
    return `in a user namespace, since it refuses root, with its data in ${dataDir}`;
  }
  return 'as the user postgres, since it refuses root and user namespaces are off, with its data in /var/lib/holdfast';
}

/** The user is made at the first start, where that can be done. */
function canBecomePostgres(): boolean {
  if (spawnSync('id', ['postgres']).status === 0) return true;
  return ['/usr/sbin/useradd', '/sbin/useradd', '/usr/bin/useradd'].some((file) => existsSync(file));
}

async function lookAtEmbedded(settings: Settings): Promise<Finding[]> {
  const { postgres } = await packagedBinaries();
  const { stdout, stderr } = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
  const version = /\) (\S+)/.exec(stdout ?? '')?.[1];
  if (!version) {
    const words = `the one from npm does not run here: ${(stderr ?? '').trim() || path.basename(postgres)}`;
    return [
      {
        state: 'fault',
        thing: THING,
        words,
        type: 'DATABASE_URL=postgresql://user:password@host:5432/name npm start',
      },
    ];
  }
  const user = postgresUserHere();
  if (user === 'the user postgres' && !canBecomePostgres()) {
    const words = 'it refuses root, user namespaces are off, and there is no user postgres';
    return [{ state: 'fault', thing: THING, words, type: 'useradd --system postgres' }];
  }
  const words = `${version} from npm, because DATABASE_URL is not given; runs ${howItRuns(user, settings.dataDir)}`;
  return [
    { state: 'ok', thing: THING, words },
    { state: 'ok', thing: 'replica', words: 'one, streaming, beside it' },
  ];
}

async function lookAtReplica(url: string): Promise<Finding> {
  try {
    const { version } = await inspectReplica(url);
    return { state: 'ok', thing: 'replica', words: `${version} at ${new URL(url).host}` };
  } catch (error) {
    const words = `${new URL(url).host}: ${(error as Error).message}; reads go to the primary meanwhile`;
    return { state: 'note', thing: 'replica', words };
  }
}

async function lookAtGiven(url: string, settings: Settings): Promise<Finding[]> {
  const { version, role, database, letsIn } = await inspectDatabase(url);
  const words = `${version} of DATABASE_URL, at ${new URL(url).host}: database ${database}, role ${role}`;
  const findings: Finding[] = [{ state: 'ok', thing: THING, words }];
  const tooFew = findTooFew(settings, letsIn);
  if (tooFew) findings.push({ state: 'note', thing: 'connections', words: `it ${tooFew}` });
  const replicas = (settings.replicaUrls ?? '').split(',').filter(Boolean);
  if (replicas.length === 0) {
    const none = 'none given in DATABASE_REPLICA_URLS: the primary answers all reads';
    return [...findings, { state: 'note', thing: 'replica', words: none }];
  }
  return [...findings, ...(await Promise.all(replicas.map(lookAtReplica)))];
}

/** The database that the next start would use. */
export async function lookAtPostgres(settings: Settings): Promise<Finding[]> {
  try {
    const { databaseUrl } = settings;
    return await (databaseUrl ? lookAtGiven(databaseUrl, settings) : lookAtEmbedded(settings));
  } catch (error) {
    return [{ state: 'fault', thing: THING, words: (error as Error).message }];
  }
}
