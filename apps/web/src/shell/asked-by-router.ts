/**
 * Whether the router in the browser asks, not the browser for a document: it shows the page beside what is there
 * already, so neither its status nor whether it is whole without script matters. Older browsers do not tell.
 */
export function isAskedByRouter(headers: Pick<Headers, 'get'>): boolean {
  return headers.get('sec-fetch-dest') === 'empty';
}
