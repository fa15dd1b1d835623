import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { ShopControl } from './control.ts';

const fault = { kind: 'kill', part: 'api-1', afterMs: 0, forMs: 0 } as const;

/** A process that is spoken to as a shop is. */
function startProcess(code: string) {
  return spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

it('a shop that has ended fails what is asked of it', async () => {
  const shop = startProcess('');
  const control = new ShopControl(shop);
  await once(shop, 'close');
  await expect(control.begin(fault)).rejects.toThrow('Channel closed');
  await expect(control.untilAllReady(1)).rejects.toThrow('Channel closed');
});

it('a shop that ends fails what was asked of it before', async () => {
  const shop = startProcess('process.once("message", () => process.exit())');
  const control = new ShopControl(shop);
  await expect(control.begin(fault)).rejects.toThrow('the shop has ended');
});
