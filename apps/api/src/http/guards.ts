import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit, { type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import { DomainError } from '@holdfast/shared/errors';
import { LSN_HEADER } from '@holdfast/shared/lsn-token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AddressWindows } from './address-windows.ts';
import { BROTLI_OPTIONS } from './response-tier/encodings.ts';

/** Requests per minute and client address; null for none. */
export type RateLimits = { requests: number; signIns: number };

export type GuardOptions = {
  allowedOrigins: string[];
  rateLimits: RateLimits | null;
  /** What `requests` are counted in. */
  windows: AddressWindows;
  /** Above this mean delay of the event loop, in ms, requests are turned away. */
  maxEventLoopDelayMs: number;
};

const MINUTE_MS = 60_000;
const SHED_RETRY_SECONDS = 2;

/** The headers of every answer, refusals included: a browser must be able to read those. */
export async function addHeaders(app: FastifyInstance, allowedOrigins: string[]): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } },
    // These say something of documents alone, which the API has none of.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    dnsPrefetchControl: false,
    ieNoOpen: false,
    permittedCrossDomainPolicies: false,
    xssFilter: false,
  });
  await app.register(cors, {
    origin: allowedOrigins,
    credentials: true,
    methods: ['GET', 'POST'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'last-event-id',
      'trpc-accept',
      'x-request-id',
      LSN_HEADER,
    ],
    exposedHeaders: ['retry-after', 'x-request-id', LSN_HEADER],
    maxAge: 600,
  });
}

/**
 * What may turn a request to a procedure away. For a scope of its own: what is beside it, health above all, must be
 * answered when nothing else is. Gives the check that counts a sign-in.
 */
export async function addGuards(
  app: FastifyInstance,
  options: GuardOptions,
): Promise<(request: FastifyRequest) => Promise<void>> {
  await app.register(underPressure, {
    maxEventLoopDelay: options.maxEventLoopDelayMs,
    sampleInterval: 500,
    pressureHandler: () => {
      throw new DomainError('OVERLOADED', 'The shop is very busy. Please try again in a moment.', {
        retryAfter: SHED_RETRY_SECONDS,
      });
    },
  });
  // Requests are not unpacked: 100 kB of gzip can be 100 MB of JSON.
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    brotliOptions: BROTLI_OPTIONS,
    globalDecompression: false,
  });
  return addRateLimits(app, options);
}

async function addRateLimits(
  app: FastifyInstance,
  { rateLimits: limits, windows }: Pick<GuardOptions, 'rateLimits' | 'windows'>,
): Promise<(request: FastifyRequest) => Promise<void>> {
  if (!limits) return async () => {};
  await app.register(rateLimit, {
    max: limits.requests,
    timeWindow: MINUTE_MS,
    keyGenerator: ({ ip }) => ip,
    store: storeOf(windows),
    errorResponseBuilder: (_request, { ttl }) => tooMany('requests', ttl),
  });
  const count = app.createRateLimit({ max: limits.signIns, timeWindow: MINUTE_MS });
  return async (request) => {
    const state = await count(request);
    if (!state.isAllowed && state.isExceeded) throw tooMany('attempts to sign in', state.ttl);
  };
}

/** The plugin makes its store by itself; this one is there already. */
function storeOf(windows: AddressWindows): FastifyRateLimitStoreCtor {
  return function store() {
    return windows;
  } as unknown as FastifyRateLimitStoreCtor;
}

function tooMany(what: string, waitMs: number): DomainError {
  return new DomainError('RATE_LIMITED', `Too many ${what}. Please wait a moment.`, {
    retryAfter: Math.max(1, Math.ceil(waitMs / 1_000)),
  });
}
