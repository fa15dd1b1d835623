import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { createRegistry } from './metrics.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

it('a process tells which server answered its reads, and what its pools do', async () => {
  const server = await shop.db.read(0, async ({ name }) => name);
  const page = await createRegistry('test-1', shop).metrics();
  expect(page).toMatch(
    new RegExp(`^database_reads_total\\{server="${server}",instance="test-1"\\} [1-9]`, 'm'),
  );
  for (const pool of ['primary', 'placing', 'reading', 'replica-1']) {
    expect(page).toMatch(new RegExp(`^database_pool_size\\{pool="${pool}",instance="test-1"\\} [1-9]`, 'm'));
    expect(page).toContain(`database_pool_waiting{pool="${pool}",instance="test-1"} 0`);
  }
  expect(page).toMatch(/^database_pool_connections\{pool="primary",state="idle",instance="test-1"\} [1-9]/m);
  expect(page).toMatch(/^database_pool_connections\{pool="primary",state="busy",instance="test-1"\} \d/m);
});
