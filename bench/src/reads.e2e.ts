import { expect, it } from 'vitest';
import { runSmallest } from './common/testing-bench.ts';
import { KIND_NAMES, KINDS } from './reads/kinds.ts';
import type { Results } from './reads/measure.ts';

it('bench:reads measures all kinds on a shop of its own, bare servers give the same bytes, and the page has what it saw', async ({
  signal,
}) => {
  const { results, page, stdout } = await runSmallest<Results>('reads.ts', signal);
  const { kinds } = results;
  const missing = KIND_NAMES.filter((name) => !kinds[name]);
  expect(missing.every((name) => stdout.includes(`"${KINDS[name].title}" was not measured`))).toBe(true);
  const bytes = (name: (typeof KIND_NAMES)[number]) => kinds[name]?.map((round) => round.bytes);
  expect(bytes('bareProduct')).toEqual(bytes('product'));
  expect(bytes('bareList')).toEqual(bytes('list'));
  expect(bytes('bareBrotliList')).toEqual(bytes('brotliList'));
  expect(bytes('brotliList')?.[0]).toBeLessThan(bytes('list')?.[0] ?? 0);
  expect(page).toContain('Rounds: 1, with 0.2 s of each kind');
}, 300_000);
