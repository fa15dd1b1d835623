import type { Image } from './images/build-images.ts';
import { type Container, runContainer, startContainer } from './images/container.ts';
import { measureFolder, residentMb } from './images/measure.ts';
import { Rehearsal } from './images/rehearsal.ts';

/**
 * Makes what each image would hold above its base, starts each with servers of its own, and prints sizes, times and
 * memory:
 *
 *   npm run images
 */
const REQUESTS = 200;
const AT_ONCE = 10;

type Figures = Record<string, string | number>;

async function sizeOf(image: Image): Promise<Figures> {
  const { files, mb } = await measureFolder(image.root);
  return { MB: Math.round(mb), files };
}

async function ask(url: string): Promise<void> {
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} is answered with ${response.status}.`);
}

async function askOften(url: string): Promise<void> {
  for (let asked = 0; asked < REQUESTS; asked += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => ask(url)));
  }
}

/** Migrations, operator and demo catalog, then nothing to do. */
async function tryOneShot(rehearsal: Rehearsal): Promise<Figures> {
  const image = await rehearsal.build('migrate');
  const durations: number[] = [];
  for (let run = 0; run < 2; run += 1) {
    const begun = performance.now();
    const { code, output } = await runContainer(image, rehearsal.options('migrate'));
    if (code !== 0) throw new Error(output);
    durations.push(Math.round(performance.now() - begun));
  }
  return { ...(await sizeOf(image)), 'ms until done, then again': durations.join(', ') };
}

async function tryServer(
  rehearsal: Rehearsal,
  { service, url, running }: { service: string; url: string; running: Container[] },
): Promise<Figures> {
  const image = await rehearsal.build(service);
  const container = await startContainer(image, rehearsal.options(service));
  running.push(container);
  const atFirst = await residentMb(container.pid);
  await askOften(url);
  return {
    ...(await sizeOf(image)),
    'ms until healthy': Math.round(container.healthyAfterMs),
    'RSS in MB': Math.round(atFirst),
    [`RSS after ${REQUESTS} requests`]: Math.round(await residentMb(container.pid)),
  };
}

async function main(): Promise<void> {
  const rehearsal = await Rehearsal.open();
  const running: Container[] = [];
  try {
    const table: Record<string, Figures> = { tools: await tryOneShot(rehearsal) };
    const servers = [
      { service: 'api-1', url: `${rehearsal.apiUrl}/trpc/catalog.list` },
      { service: 'worker-1', url: rehearsal.workerMetricsUrl },
      { service: 'web', url: rehearsal.webUrl },
    ];
    for (const server of servers) {
      table[server.service.replace(/-\d$/, '')] = await tryServer(rehearsal, { ...server, running });
    }
    console.table(table);
  } finally {
    await Promise.all(running.map((container) => container.stop()));
    await rehearsal.close();
  }
}

await main();
