import { createLog } from '@holdfast/commerce/infra/log';
import { stopOnce } from '@holdfast/commerce/operations/stop-once';
import { createFront } from './front.ts';

const HOSTS = ['127.0.0.1', '::1'];

function port(name: string): number {
  const value = Number(process.env[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`The front cannot start: ${name} is no port.`);
  return value;
}

async function start(): Promise<void> {
  const log = createLog('front', process.env.LOG_LEVEL || 'info');
  const front = createFront({
    apiPort: port('API_PORT'),
    nextPort: port('NEXT_PORT'),
    passUpgrades: process.env.NODE_ENV === 'development',
    log,
  });
  stopOnce(() => front.drain());
  // Both, as clients differ in what they make of the name localhost.
  const listening = await Promise.all(HOSTS.map((host) => front.listen(port('WEB_PORT'), host)));
  log.info({ hosts: HOSTS.filter((_, index) => listening[index]) }, 'the front listens');
}

await start();
