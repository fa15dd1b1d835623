import type { AnyTRPCProcedure } from '@trpc/server';
import type { ResponseMetaFn } from '@trpc/server/http';
import { type DomainError, ERRORS } from '@holdfast/shared/errors';
import type { FastifyReply } from 'fastify';
import type { Context } from '../context.ts';
import { LSN_HEADER } from '@holdfast/shared/lsn-token';
import { toDomainError } from '../errors/to-domain-error.ts';
import type { AppRouter } from '../router.ts';
import { cacheControl, cacheTag } from './cache-control.ts';
import { isPublicContent } from './known-procedures.ts';
import { lsnHeaders } from './lsn-token.ts';

type TrpcAnswer = Parameters<ResponseMetaFn<AppRouter>>[0];

/** What of an answer its headers follow from. */
type Answer = Pick<TrpcAnswer, 'ctx' | 'type' | 'errors' | 'eagerGeneration'> & {
  info?: { calls: { procedure: AnyTRPCProcedure | null }[] } | undefined;
};

const streamRefusals = new WeakMap<Context, number>();

/**
 * Remembers why a stream was refused before it began: tRPC has asked for 200 by then, with the error as its only event.
 * What may succeed later stays so, because a browser's EventSource comes again after a stream that ends, but never
 * after another status.
 */
export function rememberStreamRefusal(ctx: Context, { code }: DomainError): void {
  if (!ERRORS[code].retryable) streamRefusals.set(ctx, ERRORS[code].http);
}

/** Only what was declared public may be kept by a shared cache, for a second and never when it failed. */
export function answerHeaders(answer: Answer): { headers: Record<string, string>; status?: number } {
  const headers: Record<string, string> = {
    ...cacheHeaders(answer),
    ...traceHeaders(answer),
    ...writeHeaders(answer),
  };
  const waits = answer.errors.map((error) => toDomainError(error).retryAfter ?? 0);
  const wait = Math.max(0, ...waits);
  if (wait > 0) headers['retry-after'] = String(wait);
  const refused = answer.ctx && streamRefusals.get(answer.ctx);
  return refused === undefined ? { headers } : { headers, status: refused };
}

/** Adds an answer's own headers to those that every answer has. */
export function setHeaders(reply: FastifyReply, headers: Iterable<[string, string]>): void {
  for (const [name, value] of headers) {
    // CORS has told what the answer depends on before.
    const before = name === 'vary' ? reply.getHeader(name) : undefined;
    reply.header(name, before ? `${String(before)}, ${value}` : value);
  }
}

function cacheHeaders({ type, errors, eagerGeneration, info, ctx }: Answer): Record<string, string> {
  // A proxy that compresses a stream would hold it back.
  if (eagerGeneration) return { 'cache-control': 'private, no-store, no-transform' };
  const isPublic = type === 'query' && errors.length === 0 && info?.calls.every(isPublicContent);
  if (!isPublic) return { 'cache-control': 'private, no-store' };
  const grounds = ctx?.deps.isCdnPurged ? ctx.deps.trace.grounds : undefined;
  // A CDN has been told by now of what changed while this was computed, and would not be told again.
  const isPurged = grounds !== undefined && ctx?.deps.cache.judge(grounds, 0) === 'valid';
  return {
    'cache-control': cacheControl({ showsToken: Boolean(ctx?.lsnToken), isPurged }),
    vary: LSN_HEADER,
    ...(isPurged && { 'cache-tag': cacheTag(grounds.tags) }),
  };
}

/** Whether it was computed for this caller, and whether more may have changed than it shows. */
function traceHeaders({ ctx, eagerGeneration }: Answer): Record<string, string> {
  const outcome = eagerGeneration ? undefined : ctx?.deps.trace.outcome;
  return outcome ? { 'x-cache': outcome } : {};
}

/** The position of what the request has written, for its caller to show with what they read next. */
function writeHeaders({ ctx, eagerGeneration }: Answer): Record<string, string> {
  if (!ctx || eagerGeneration) return {};
  const { position, db } = ctx.deps;
  return position.written > 0 ? lsnHeaders({ epoch: db.epoch, lsn: position.written }, ctx.isHttps) : {};
}
