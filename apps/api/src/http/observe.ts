import type { RequestStats } from '@holdfast/commerce/operations/request-stats';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import { isProcedure } from './known-procedures.ts';
import { WEBHOOKS } from './webhook-route.ts';

export type Observers = { registry: Registry; stats: RequestStats };

/** Counts and times what was answered. */
export class RequestMeter {
  readonly #stats: RequestStats;
  readonly #durations: Histogram<'procedure' | 'status'>;
  /** By procedure and status: finding a series by its labels takes longer than counting in it. */
  readonly #series = new Map<string, Histogram.Internal<'procedure' | 'status'>>();

  constructor({ registry, stats }: Observers) {
    this.#stats = stats;
    this.#durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Duration of HTTP requests by procedure and status; streams are left out',
      labelNames: ['procedure', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
  }

  /** `procedure` is a name that exists, so that a caller cannot make up new series. */
  record(procedure: string, { status, ms }: { status: number; ms: number }): void {
    this.#stats.record(ms);
    const key = `${procedure} ${status}`;
    const series = this.#series.get(key) ?? this.#durations.labels({ procedure, status });
    this.#series.set(key, series);
    series.observe(ms / 1_000);
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
