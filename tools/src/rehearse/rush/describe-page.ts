import { count, duration } from '../report/figures.ts';
import type { PageLook } from './page-looks.ts';
import type { Sale } from './read-sale.ts';

/** For a person: how the hot item's page was served during the rush, and when it was seen that it is sold out. */
export function describePage(looks: PageLook[], { soldOut, invalidations }: Sale): string {
  return [
    'The page of the first hot item:',
    `  looks             ${count(looks.length)}, ${describeHits(looks)}`,
    `  invalidations     ${count(invalidations)}`,
    `  sold out          ${soldOut ? describeSoldOut(looks, soldOut) : 'never: some pieces are left'}`,
  ].join('\n');
}

function describeHits(looks: PageLook[]): string {
  const told = looks.filter(({ cache }) => cache !== undefined);
  if (told.length === 0) return 'and no answer said where it came from';
  const hits = told.filter(({ cache }) => cache === 'hit').length;
  return `${((hits / told.length) * 100).toFixed(1)} % from a cache`;
}

/** Until the first piece comes back, by a cancelled order for instance. */
function describeSoldOut(looks: PageLook[], { from, until }: NonNullable<Sale['soldOut']>): string {
  const after = looks.filter(({ to }) => to >= from && to < until);
  const first = after.find(({ isSoldOut }) => isSoldOut);
  const last = after.findLast(({ isSoldOut }) => !isSoldOut);
  const since = (look: PageLook | undefined) => (look ? `${duration(look.to - from)} after it` : 'none');
  return (
    `first answer that says so: ${since(first)}; last answer that does not: ${since(last)} ` +
    `(the last piece's sale; ${until === Infinity ? 'it stayed so' : `for ${duration(until - from)}`})`
  );
}
