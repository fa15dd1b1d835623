import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../look-at-machine.mjs';
import { inspectRedis } from '../stack/given-redis.ts';
import { adviseOnRedis } from '../stack/given-servers.ts';
import { howToInstallRedis } from '../stack/how-to-install.ts';
import { findPresentRedis, redisFetchLog } from '../stack/redis-binary.ts';
import { REDIS_CACHE_FOLDER } from '../stack/repository.ts';
import type { Settings } from '../stack/settings.ts';

const THING = 'Redis';
/** With these Debian's packages are fetched and unpacked. */
const FETCHERS = ['apt-get', 'apt-cache', 'dpkg', 'dpkg-query'];

async function lookAtGiven(variable: string, url: string): Promise<Finding> {
  try {
    const { version } = await inspectRedis(variable, url);
    return { state: 'ok', thing: THING, words: `${version} of ${variable}, at ${new URL(url).host}` };
  } catch (error) {
    return { state: 'fault', thing: THING, words: (error as Error).message };
  }
}

function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => existsSync(path.join(folder, program)));
}

async function lookForBinary(cacheFolder: string): Promise<Finding> {
  const present = await findPresentRedis(cacheFolder);
  if (present) {
    const from = path.isAbsolute(present.file) ? `unpacked in ${cacheFolder}` : `${present.file} on PATH`;
    return { state: 'ok', thing: THING, words: `${present.version}, ${from}, for each that is not given` };
  }
  const type = await howToInstallRedis();
  const log = redisFetchLog(cacheFolder);
  if (existsSync(log)) {
    return {
      state: 'fault',
      thing: THING,
      words: `none here, and it could not be fetched: see ${log}`,
      type,
    };
  }
  if (FETCHERS.every(isOnPath)) {
    return {
      state: 'note',
      thing: THING,
      words: 'none here: the next start fetches it from your Debian mirror',
    };
  }
  return { state: 'fault', thing: THING, words: 'none here, and no apt-get to fetch it with', type };
}

/** Both Redis that the next start would use; `cacheFolder` is where one may have been unpacked before. */
export async function lookAtRedis(settings: Settings, cacheFolder = REDIS_CACHE_FOLDER): Promise<Finding[]> {
  const { redisUrl, cacheRedisUrl } = settings;
  const findings: Finding[] = [];
  if (redisUrl) findings.push(await lookAtGiven('REDIS_URL', redisUrl));
  if (cacheRedisUrl && cacheRedisUrl !== redisUrl) {
    findings.push(await lookAtGiven('CACHE_REDIS_URL', cacheRedisUrl));
  }
  if (!redisUrl || !cacheRedisUrl) findings.push(await lookForBinary(cacheFolder));
  const advice = await adviseOnRedis(settings).catch(() => []);
  return [...findings, ...advice.map((words): Finding => ({ state: 'note', thing: THING, words }))];
}
