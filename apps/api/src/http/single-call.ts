import {
  type AnyTRPCProcedure,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  type TRPCError,
  type TRPCProcedureType,
} from '@trpc/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { errorShape } from '../errors/envelope.ts';
import { toDomainError } from '../errors/to-domain-error.ts';
import { appRouter } from '../router.ts';
import { answerHeaders, setHeaders } from './answer-headers.ts';
import { isAskedAsJson } from './asked-as-json.ts';
import { findProcedure, typeOf } from './known-procedures.ts';

/** One call of a query or a mutation, with its input. */
export type SingleCall = {
  path: string;
  procedure: AnyTRPCProcedure;
  type: TRPCProcedureType;
  input: unknown;
};

const METHODS: Partial<Record<TRPCProcedureType, string>> = { query: 'GET', mutation: 'POST' };
/** Of tRPC's adapter: some of its answers depend on what is accepted. Where an answer has one of its own, that counts. */
const TRPC_HEADERS = { vary: 'trpc-accept, accept', 'content-type': 'application/json' };

/**
 * The one call that a request is, as nearly all are. Null for all else, which tRPC's own adapter then answers or refuses: batches,
 * streams, another method than the procedure's, a body or an input that is not JSON.
 */
export function readSingleCall(request: FastifyRequest<{ Params: { path: string } }>): SingleCall | null {
  const { path } = request.params;
  const procedure = findProcedure(path);
  if (!procedure) return null;
  const type = typeOf(procedure);
  if (METHODS[type] !== request.method) return null;
  const { batch, input, connectionParams } = request.query as Record<string, unknown>;
  if (batch !== undefined || connectionParams !== undefined || !isAskedAsJson(request.headers)) return null;
  const json = request.method === 'GET' ? input : request.body;
  if (json === undefined && request.method === 'GET') return { path, procedure, type, input: undefined };
  if (typeof json !== 'string') return null;
  try {
    return { path, procedure, type, input: JSON.parse(json) };
  } catch {
    return null;
  }
}

/**
 * Answers a single call as tRPC's adapter does, to the byte, but without the web Request, Response and streams that it builds
 * for each: they are a third of what a call costs that does nothing else (docs/decisions/0015).
 */
export async function answerSingleCall(
  { call, ctx, onError }: { call: SingleCall; ctx: Context; onError: (error: TRPCError) => void },
  reply: FastifyReply,
): Promise<{ body: Buffer; isError: boolean }> {
  const { procedure, type } = call;
  const { answer, status, error } = await run(call, ctx);
  if (error) onError(error);
  const { headers } = answerHeaders({
    ctx,
    type,
    errors: error ? [error] : [],
    eagerGeneration: false,
    info: { calls: [{ procedure }] },
  });
  reply.code(status);
  setHeaders(reply, Object.entries({ ...TRPC_HEADERS, ...headers }));
  // Not a string: Fastify would name a charset, which JSON has none of.
  return { body: Buffer.from(JSON.stringify(answer)), isError: error !== undefined };
}

async function run(
  { path, type, input }: SingleCall,
  ctx: Context,
): Promise<{ answer: object; status: number; error?: TRPCError }> {
  try {
    const call = { path, type, ctx, getRawInput: async () => input, signal: undefined, batchIndex: 0 };
    const data: unknown = await callTRPCProcedure({ router: appRouter, ...call });
    return { answer: { result: { data } }, status: 200 };
  } catch (thrown) {
    const error = getTRPCErrorFromUnknown(thrown);
    const shape = errorShape(toDomainError(error), { requestId: ctx.requestId, path });
    return { answer: { error: shape }, status: shape.data.httpStatus, error };
  }
}
