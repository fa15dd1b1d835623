import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Finding, printFinding } from '../look-at-machine.mjs';
import { lookAtData, lookAtPorts } from './doctor/look-at-place.ts';
import { lookAtPostgres } from './doctor/look-at-postgres.ts';
import { lookAtRedis } from './doctor/look-at-redis.ts';
import { REPOSITORY } from './stack/repository.ts';
import { readSettings, type Settings } from './stack/settings.ts';

function trySettings(): Settings | Finding {
  try {
    return readSettings(process.env);
  } catch (error) {
    return { state: 'fault', thing: 'settings', words: (error as Error).message };
  }
}

function lookAtBuild(): Finding {
  const isBuilt = existsSync(path.join(REPOSITORY, 'apps/web/.next/BUILD_ID'));
  const words = isBuilt
    ? 'done; the next start does again what has changed'
    : 'the next start does it, in a minute or two';
  return { state: isBuilt ? 'ok' : 'note', thing: 'build', words };
}

/** What the next `npm start` would find and use, as far as packages are needed to tell; changes nothing. */
async function look(): Promise<Finding[]> {
  const node: Finding = {
    state: 'ok',
    thing: 'Node inside',
    words: `${process.version.slice(1)} from npm runs everything`,
  };
  const settings = trySettings();
  if ('state' in settings) return [node, settings];
  return [
    node,
    ...(await lookAtPostgres(settings)),
    ...(await lookAtRedis(settings)),
    ...(await lookAtData(settings)),
    ...(await lookAtPorts(settings)),
    lookAtBuild(),
  ];
}

const findings = await look();
findings.forEach(printFinding);
const isRunning = findings.some(({ thing }) => thing === 'running');
// tools/bootstrap.mjs says in words what each code means.
process.exit(findings.some(({ state }) => state === 'fault') ? 1 : isRunning ? 2 : 0);
