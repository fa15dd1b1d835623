/** What a page gets as `searchParams`. */
export type SearchParams = Record<string, string | string[] | undefined>;

type Query = Record<string, string | string[] | undefined>;

/** The first value of a name; undefined when it is missing or empty, as an untouched field of a form is. */
export function readText(params: SearchParams, name: string): string | undefined {
  const value = params[name];
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  return text || undefined;
}

/** The value of a name when it is one of those that are known. */
export function readChoice<Choice extends string>(
  params: SearchParams,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = readText(params, name);
  return choices.find((choice) => choice === text);
}

/** The cursors of all pages behind this one, the newest last, so that one can go back by an address alone. */
export function readCursors(params: SearchParams): string[] {
  const { cursor = [] } = params;
  return Array.isArray(cursor) ? cursor : [cursor];
}

/** An address with what of `query` is not empty. */
export function addressOf(path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value || []].flat().map((text) => [name, text] as [string, string]),
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}
