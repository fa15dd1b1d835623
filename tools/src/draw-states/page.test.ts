import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../stack/repository.ts';
import { drawStates } from './page.ts';

it('the drawing of the order’s states is of the code as it is: npm run draw:states', async () => {
  expect(await readFile(path.join(REPOSITORY, 'docs/order-states.md'), 'utf8')).toBe(drawStates());
});
