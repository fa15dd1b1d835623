import { existsSync } from 'node:fs';
import type { Finding } from '../../look-at-machine.mjs';
import { localEnvFile } from '../stack/local-env.ts';
import { findLockHolder } from '../stack/lock.ts';
import { isPortFree } from '../stack/ports.ts';
import { findPortHolder } from '../stack/process-table.ts';
import type { Settings } from '../stack/settings.ts';

/** Whether Holdfast runs on this data folder already. */
export async function lookAtData({ dataDir }: Settings): Promise<Finding[]> {
  const holder = await findLockHolder(dataDir);
  const kept = existsSync(localEnvFile(dataDir))
    ? 'holds the data of earlier starts'
    : 'is made by the first start';
  const findings: Finding[] = [{ state: 'ok', thing: 'data', words: `${dataDir} ${kept}` }];
  if (holder !== undefined) {
    const words = `Holdfast runs on it now (process ${holder}): another start would have to wait for its end`;
    findings.push({ state: 'note', thing: 'running', words });
  }
  return findings;
}

async function lookAtPort(variable: string, port: number, isRunning: boolean): Promise<Finding> {
  if (await isPortFree(port)) return { state: 'ok', thing: variable, words: `${port} is free` };
  if (isRunning) return { state: 'ok', thing: variable, words: `${port} is taken, by Holdfast itself` };
  const holder = await findPortHolder(port);
  const by = holder ? `process ${holder.pid} (${holder.command})` : 'a process that may not be seen';
  return {
    state: 'fault',
    thing: variable,
    words: `${port} is taken by ${by}`,
    type: `${variable}=${port + 1} npm start`,
  };
}

/** The three ports that Holdfast is reached on. */
export async function lookAtPorts(settings: Settings): Promise<Finding[]> {
  const isRunning = (await findLockHolder(settings.dataDir)) !== undefined;
  const { webPort, apiPort, metricsPort } = settings;
  return Promise.all([
    lookAtPort('WEB_PORT', webPort, isRunning),
    lookAtPort('API_PORT', apiPort, isRunning),
    lookAtPort('METRICS_PORT', metricsPort, isRunning),
  ]);
}
