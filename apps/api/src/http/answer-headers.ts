import type { ResponseMeta, ResponseMetaFn } from '@trpc/server/http';
import { toDomainError } from '../errors/to-domain-error.ts';
import type { AppRouter } from '../router.ts';
import { isPublicContent } from './known-procedures.ts';

type Answer = Parameters<ResponseMetaFn<AppRouter>>[0];

/** Only what was declared public may be kept by a shared cache, for a second and never when it failed. */
export function answerHeaders(answer: Answer): ResponseMeta {
  const headers: Record<string, string> = { 'cache-control': cacheControl(answer) };
  const waits = answer.errors.map((error) => toDomainError(error).retryAfter ?? 0);
  const wait = Math.max(0, ...waits);
  if (wait > 0) headers['retry-after'] = String(wait);
  return { headers };
}

function cacheControl({ type, errors, eagerGeneration, info }: Answer): string {
  // A proxy that compresses a stream would hold it back.
  if (eagerGeneration) return 'private, no-store, no-transform';
  const isPublic = type === 'query' && errors.length === 0 && info?.calls.every(isPublicContent);
  return isPublic ? 'public, max-age=0, s-maxage=1' : 'private, no-store';
}
