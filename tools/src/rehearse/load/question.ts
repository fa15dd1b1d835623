/** Where a shopper meets an item. */
type ReadProcedure = 'catalog.product' | 'catalog.list' | 'catalog.search';

/** One request: a query, or several in a batch. */
export type Question = { parts: { procedure: ReadProcedure; input: object }[]; gzip: boolean };

/** The path of a query, or of a batch, with its input. */
export function pathOf({ parts }: Question): string {
  const [single, ...more] = parts;
  if (single && more.length === 0) return `/trpc/${single.procedure}?input=${encode(single.input)}`;
  const names = parts.map(({ procedure }) => procedure).join(',');
  const inputs = Object.fromEntries(parts.map(({ input }, index) => [index, input]));
  return `/trpc/${names}?batch=1&input=${encode(inputs)}`;
}

function encode(input: object): string {
  return encodeURIComponent(JSON.stringify(input));
}
