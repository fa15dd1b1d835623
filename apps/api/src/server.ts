import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import { Server, type Socket } from 'node:net';
import cookie from '@fastify/cookie';
import type { Logger } from '@holdfast/commerce/infra/log';
import type { Operations } from '@holdfast/commerce/operations/snapshot';
import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { AddressWindows } from './http/address-windows.ts';
import { answerError, answerErrors, answerUnknownPath } from './http/answer-error.ts';
import { addGuards, addHeaders, type GuardOptions } from './http/guards.ts';
import { type Observers, observeRequests, RequestMeter } from './http/observe.ts';
import { chooseRequestId } from './http/request-id.ts';
import { ResponseTier } from './http/response-tier/response-tier.ts';
import { addTrpcRoute } from './http/trpc-route.ts';
import { addWebhookRoute } from './http/webhook-route.ts';
import { openOrderEventFeed } from './streams/order-event-feed.ts';
import { StreamSlots } from './streams/stream-slots.ts';

export type ServerOptions = Observers &
  Omit<GuardOptions, 'windows'> & {
    deps: PaymentDeps;
    operations: Operations;
    serviceToken: string;
    /** See ApiDeps. */
    isCdnPurged: boolean;
    /** Addresses, ranges and Fastify's names of such. */
    trustedProxies: string[];
    /** Streams that may be open at once. */
    maxStreams: number;
    /** How often a stream for operators asks whether its session still holds. */
    sessionCheckMs: number;
    /** How long a draining server leaves connections open on which nothing is asked. */
    idleGraceMs: number;
  };

export type ApiServer = {
  app: FastifyInstance;
  isDraining(): boolean;
  /**
   * Takes no new connections, ends the streams, finishes what is under way and gives everything back; what
   * has not ended after 10 s is cut off. Whoever asks on an open connection is answered, and told to close it.
   */
  drain(): Promise<void>;
};

const BODY_LIMIT_BYTES = 100 * 1_024;
const LONGEST_PATH = 2_000;
const REQUEST_TIMEOUT_MS = 20_000;
/** What a client is told; Node waits a second longer. A drain waits for that long, so that no client is cut off. */
const KEEP_ALIVE_MS = 4_000;
const DRAIN_MS = 10_000;
const SWEEP_MS = 50;

/** The API, ready to listen. What it is given stays the giver's to close. */
export async function createServer(options: ServerOptions): Promise<ApiServer> {
  const { deps, operations, serviceToken, isCdnPurged } = options;
  const draining = new AbortController();
  const loggerInstance: FastifyBaseLogger = deps.log;
  const meter = new RequestMeter(options);
  const windows = new AddressWindows();
  const tier = new ResponseTier({
    cache: deps.cache,
    meter,
    db: deps.db,
    trustedProxies: options.trustedProxies,
    limit: options.rateLimits && { most: options.rateLimits.requests, windows },
    isCdnPurged,
    draining: draining.signal,
  });
  const app: FastifyInstance = Fastify({
    loggerInstance,
    genReqId: chooseRequestId,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    // Nobody else is believed about a client's address.
    trustProxy: options.trustedProxies,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: LONGEST_PATH },
    serverFactory: (answer) => serveKept({ tier, log: deps.log }, answer),
    // What slips in on an open connection during the drain is answered like all else.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  });
  observeRequests(app, meter);
  answerErrors(app);
  await addHeaders(app, options.allowedOrigins);
  answerHealth(app, draining.signal);
  app.setNotFoundHandler(answerUnknownPath);
  const orderEvents = await openOrderEventFeed(deps.signals);
  const streams = new StreamSlots(options.maxStreams);
  await app.register(cookie);
  await app.register(async (scope) => {
    addTrpcRoute(scope, {
      tier,
      countSignIn: await addGuards(scope, { ...options, windows }),
      deps: { ...deps, operations, orderEvents, streams, serviceToken, isCdnPurged },
      draining: draining.signal,
      sessionCheckMs: options.sessionCheckMs,
      allowedOrigins: options.allowedOrigins,
    });
    addWebhookRoute(scope, deps);
  });
  closeGently(app, options.idleGraceMs);
  await app.ready();
  return {
    app,
    isDraining: () => draining.signal.aborted,
    drain: async () => {
      draining.abort();
      await app.close();
      orderEvents.close();
    },
  };
}

/** What is kept is sent before Fastify sees the request: all that it does for one costs several times the answer. */
function serveKept({ tier, log }: { tier: ResponseTier; log: Logger }, answer: RequestListener): HttpServer {
  const answersKept = (request: IncomingMessage, response: ServerResponse): boolean => {
    try {
      return tier.answer(request, response);
    } catch (error) {
      // Nobody else would catch it, and Fastify can answer all that is asked.
      log.error({ err: error }, 'a kept answer could not be given');
      return response.headersSent;
    }
  };
  const server = createHttpServer((request, response) => {
    if (!answersKept(request, response)) answer(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return server;
}

/** For what spreads requests: outside of the guards, so that asking is never refused and counts against no limit. */
function answerHealth(app: FastifyInstance, draining: AbortSignal): void {
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    if (!draining.aborted) return { status: 'ok' };
    return reply.code(503).send({ status: 'not_ready', reason: 'draining' });
  });
}

/**
 * Has Fastify, once it closes, wait here until all connections are gone. Node would cut idle ones at once, and with
 * them the request that a client may be sending at this moment; so its own part of closing comes last.
 */
function closeGently(app: FastifyInstance, idleGraceMs: number): void {
  const unused = trackUnused(app);
  app.addHook('preClose', async () => {
    if (!app.server.listening) return;
    const gone = new Promise<void>((resolve) => Server.prototype.close.call(app.server, () => resolve()));
    const limit = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
    let sweep: NodeJS.Timeout | undefined;
    const grace = setTimeout(() => {
      for (const socket of unused) socket.destroy();
      // Again and again: a connection may turn idle only later.
      sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
    }, idleGraceMs);
    await gone;
    for (const timer of [limit, grace, sweep]) clearTimeout(timer);
  });
}

/** The connections on which nothing was ever asked: Node does not count them as idle. */
function trackUnused({ server }: FastifyInstance): Set<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => void unused.delete(socket));
  return unused;
}
