import type { RequestStats } from '@holdfast/commerce/operations/request-stats';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { DurationHistogram } from './duration-histogram.ts';
import { isProcedure } from './known-procedures.ts';
import { WEBHOOKS } from './webhook-route.ts';

export type Observers = { registry: Registry; stats: RequestStats };

/** Counts and times what was answered. */
export class RequestMeter {
  readonly #stats: RequestStats;
  readonly #durations: DurationHistogram;

  constructor({ registry, stats }: Observers) {
    this.#stats = stats;
    this.#durations = new DurationHistogram(registry);
  }

  /** `procedure` is a name that exists, so that a caller cannot make up new series. */
  record(procedure: string, { status, ms }: { status: number; ms: number }): void {
    this.#stats.record(ms);
    this.#durations.observe({ procedure, status }, ms / 1_000);
  }
}

/** Counts, times and logs each request; every answer names its request. */
export function observeRequests(app: FastifyInstance, meter: RequestMeter): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const procedure = procedureOf(request);
    logRequest(request, reply, procedure);
    if (isStream(reply)) return;
    meter.record(procedure, { status: reply.statusCode, ms: reply.elapsedTime });
  });
}

/** The procedure as a label: only names that exist, so that a caller cannot make up new time series. */
function procedureOf(request: FastifyRequest): string {
  if (request.routeOptions.url === WEBHOOKS) return 'webhooks.payments';
  const { path = '' } = request.params as { path?: string };
  if (isProcedure(path)) return path;
  return path.includes(',') ? 'batch' : 'none';
}

/** Reads are many and the metrics count them: their lines are for debugging. */
function logRequest(request: FastifyRequest, reply: FastifyReply, procedure: string): void {
  const level = request.method === 'GET' && reply.statusCode < 400 ? 'debug' : 'info';
  request.log[level](
    { procedure, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
    'request answered',
  );
}

function isStream(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type')).startsWith('text/event-stream');
}
