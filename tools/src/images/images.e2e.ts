import { afterAll, beforeAll, expect, it } from 'vitest';
import { buy, findVariant, orderStatus } from '../shop-calls.ts';
import { type Container, runContainer, startContainer } from './container.ts';
import { Rehearsal } from './rehearsal.ts';

const BUILT_WITHIN_MS = 600_000;
const PAID_WITHIN_MS = 20_000;

let rehearsal: Rehearsal;
const running: Container[] = [];

beforeAll(async () => {
  rehearsal = await Rehearsal.open();
  for (const service of ['migrate', 'api-1', 'worker-1', 'web']) await rehearsal.build(service);
}, BUILT_WITHIN_MS);

afterAll(async () => {
  await Promise.all(running.map((container) => container.stop()));
  await rehearsal?.close();
});

async function start(service: string): Promise<Container> {
  const container = await startContainer(await rehearsal.build(service), rehearsal.options(service));
  running.push(container);
  return container;
}

it('the one-shot brings an empty database up to date, and a second run changes nothing', async () => {
  const image = await rehearsal.build('migrate');
  const first = await runContainer(image, rehearsal.options('migrate'));
  expect(first.output).toMatch(/migrations are applied[^]*Demo catalog: 53 products[^]*database is ready/);
  expect(first.code).toBe(0);
  const second = await runContainer(image, rehearsal.options('migrate'));
  expect(second).toEqual({ code: 0, output: 'The database is ready.\n' });
});

it('the one-shot also imports a catalog', async () => {
  const image = await rehearsal.build('migrate');
  const file = 'tools/src/demo-catalog/demo.csv';
  const command = ['node', 'tools/dist/catalog-import.js', file, '--dry-run'];
  const { code, output } = await runContainer(image, { ...rehearsal.options('migrate'), command });
  expect(output).toContain('53');
  expect(code).toBe(0);
});

it('API, worker, payment provider and web do their work with the files of their images alone, and leave when they are asked to', async () => {
  const provider = await start('payment-provider');
  const api = await start('api-1');
  const worker = await start('worker-1');
  const web = await start('web');

  const shop = { url: rehearsal.apiUrl };
  const { variantId } = await findVariant(shop);
  const order = await buy(shop, variantId);
  await expect.poll(() => orderStatus(shop, order), { timeout: PAID_WITHIN_MS }).toBe('paid');

  const page = await fetch(rehearsal.webUrl);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).toContain('mooring-line');
  const [, style = ''] = /href="(\/_next\/static\/[^"]+\.css)"/.exec(html) ?? [];
  expect((await fetch(rehearsal.webUrl + style)).headers.get('content-type')).toContain('text/css');
  expect((await fetch(`${rehearsal.webUrl}/goods/anchor-lantern-brass-1280.webp`)).status).toBe(200);

  expect(await web.stop()).toBe(143);
  expect(await worker.stop()).toBe(0);
  expect(await api.stop()).toBe(0);
  expect(await provider.stop()).toBe(0);
});
