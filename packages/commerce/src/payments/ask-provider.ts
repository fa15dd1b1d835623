import { request } from 'undici';
import { z } from 'zod';
import { parseJson } from '../infra/parse-json.ts';
import { NotProvidersFault } from './not-providers-fault.ts';
import { ProviderUnavailable, UnknownOutcome } from './provider.ts';
import { RequestRefused } from './request-refused.ts';

export type ProviderAddress = {
  /** Without a slash at its end. */
  url: string;
  apiKey: string;
};

export type Question = {
  method: 'GET' | 'POST';
  path: string;
  idempotencyKey?: string;
  body?: object;
  signal: AbortSignal;
};

/** Why a connection was never made, so that nothing of a request was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Of a request that it has understood, or will never understand. */
const DEFINITE = new Set([400, 409, 422]);
/** It has more to do than it can. */
const OVERLOADED = new Set([429, 503]);
const refusal = z.object({ code: z.string(), message: z.string() });

/**
 * Asks the test provider over HTTP. Gives what it answered; null when it has no such charge.
 *
 * @throws RequestRefused it will never do it.
 * @throws ProviderUnavailable it has not done it.
 * @throws UnknownOutcome it may have done it. Never of a GET, which does nothing.
 */
export async function askProvider(address: ProviderAddress, question: Question): Promise<unknown> {
  const { status, text } = await send(address, question);
  const body = parseJson(text);
  if (status === 200 && body !== undefined) return body;
  const { code, message } = refusal.safeParse(body).data ?? { code: '', message: `HTTP ${status}` };
  if (status === 404 && code === 'no_such_charge') return null;
  if (code === 'issuer_away') throw new NotProvidersFault(message);
  const refuses = `The test provider refuses: ${message}`;
  if (DEFINITE.has(status)) throw new RequestRefused(refuses, { isNothingDone: status !== 409 });
  if (OVERLOADED.has(status)) throw new ProviderUnavailable(refuses);
  if (status >= 400 && status < 500) throw new NotProvidersFault(refuses);
  throw unclear(question, `The test provider failed: ${message}`);
}

async function send(
  { url, apiKey }: ProviderAddress,
  question: Question,
): Promise<{ status: number; text: string }> {
  const { method, path, idempotencyKey, body, signal } = question;
  if (signal.aborted) throw new NotProvidersFault('There was no time left to ask the test provider.');
  try {
    const response = await request(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body ? JSON.stringify(body) : null,
      signal,
    });
    return { status: response.statusCode, text: await response.body.text() };
  } catch (error) {
    if (isNotConnected(error)) {
      throw new ProviderUnavailable('The test provider cannot be reached.', { cause: error });
    }
    throw unclear(question, 'The answer of the test provider was lost.', error);
  }
}

function unclear({ method }: Question, message: string, cause?: unknown): Error {
  const Unclear = method === 'GET' ? ProviderUnavailable : UnknownOutcome;
  return new Unclear(message, { cause });
}

function isNotConnected(error: unknown): boolean {
  return error instanceof Error && NOT_CONNECTED.has((error as NodeJS.ErrnoException).code ?? '');
}
