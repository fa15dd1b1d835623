/**
 * Of public content. Who shows a token of their own last write is given nothing that a shared cache keeps for others, and leaves
 * nothing in it.
 */
export function cacheControl(showsToken: boolean): string {
  return showsToken ? 'private, no-store' : 'public, max-age=0, s-maxage=1';
}
