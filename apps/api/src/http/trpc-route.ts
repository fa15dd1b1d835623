import { CallerPosition } from '@holdfast/commerce/infra/caller-position';
import { ReadTrace } from '@holdfast/commerce/infra/cache/read-trace';
import { readViewer } from '@holdfast/commerce/identity/read-viewer';
import type { Viewer } from '@holdfast/commerce/identity/viewer';
import { DomainError, ERRORS } from '@holdfast/shared/errors';
import type { TRPCError } from '@trpc/server';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiDeps, Context } from '../context.ts';
import { toDomainError } from '../errors/to-domain-error.ts';
import { appRouter } from '../router.ts';
import { rememberRequest } from '../trpc.ts';
import { answerHeaders, rememberStreamRefusal, setHeaders } from './answer-headers.ts';
import { type Credential, readCredential } from './credential.ts';
import { etagOf, isKnownTo } from './etag.ts';
import { readLsnToken } from './lsn-token.ts';
import { isFromOwnPage } from './own-page.ts';
import { asPublicCall } from './response-tier/public-call.ts';
import type { ResponseTier } from './response-tier/response-tier.ts';
import { answerSingleCall, readSingleCall } from './single-call.ts';

export type TrpcRouteOptions = {
  deps: ApiDeps;
  /** Keeps what is public of the answers. */
  tier: ResponseTier;
  countSignIn(request: FastifyRequest): Promise<void>;
  draining: AbortSignal;
  sessionCheckMs: number;
  allowedOrigins: string[];
};

const MAX_BATCH_SIZE = 10;
const OWN_HEADERS = /^(x-request-id|x-cache|cache-control|etag|x-ratelimit-|access-control-|set-cookie)/;

/** `/trpc/<procedure>` for GET and POST. The only body it reads is JSON, and Fastify leaves it a text. */
export function addTrpcRoute(app: FastifyInstance, options: TrpcRouteOptions): void {
  const { tier } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onSend', async (_request, reply, payload) => {
    if (!(payload instanceof Response)) return payload;
    reply.code(payload.status);
    setHeaders(reply, payload.headers);
    // A whole text gets a length, and is compressed only when it is worth it; a stream must stay one.
    return isStream(payload) ? payload.body : payload.text();
  });
  app.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/trpc/:path',
    handler: (request, reply) => {
      const call = readSingleCall(request);
      if (call) {
        const onError = (error: TRPCError) => reportError(request, error, call.path);
        return answerAndKeep(
          { call, ctx: createContext(request, options), onError },
          { request, reply, tier },
        );
      }
      return fastifyRequestHandler({
        req: request,
        res: reply,
        path: request.params.path,
        router: appRouter,
        maxBatchSize: MAX_BATCH_SIZE,
        createContext: async () => createContext(request, options),
        responseMeta: answerHeaders,
        onError: ({ error, path, ctx, type }) => {
          reportError(request, error, path);
          if (ctx && type === 'subscription') rememberStreamRefusal(ctx, toDomainError(error));
        },
      });
    },
  });
}

type Answering = Parameters<typeof answerSingleCall>[0];
type Exchange = { request: FastifyRequest; reply: FastifyReply; tier: ResponseTier };

/** What is public has a tag, also when it is not kept: who asks again with it is told in a few bytes that nothing has changed. */
async function answerAndKeep(
  answering: Answering,
  { request, reply, tier }: Exchange,
): Promise<Buffer | FastifyReply> {
  const { body, isError } = await answerSingleCall(answering, reply);
  const call = isError ? null : asPublicCall(answering.call);
  if (!call) return body;
  const etag = etagOf(body);
  const { trace } = answering.ctx.deps;
  tier.keep(call, { url: request.raw.url ?? '', trace, headers: commonHeaders(reply), etag, body });
  reply.header('etag', etag);
  if (!isKnownTo(request, etag)) return body;
  return reply.code(304).removeHeader('content-type').send();
}

/** Without those that are this request's or this client's own; what is kept is not given to other origins. */
function commonHeaders(reply: FastifyReply): [string, string][] {
  return Object.entries(reply.getHeaders())
    .filter(([name]) => !OWN_HEADERS.test(name))
    .map(([name, value]) => [name, name === 'vary' ? `${String(value)}, accept-encoding` : String(value)]);
}

function isStream({ headers }: Response): boolean {
  return headers.has('transfer-encoding') || headers.get('content-type') === 'text/event-stream';
}

function createContext(request: FastifyRequest, options: TrpcRouteOptions): Context {
  let viewer: Promise<Viewer | null> | undefined;
  const log = options.deps.log.child({ requestId: request.id });
  const deps = { ...options.deps, log, position: new CallerPosition(), trace: new ReadTrace() };
  const credential = readCredential(request);
  const readViewerAgain = () => findViewer(deps, credential);
  return {
    deps,
    requestId: request.id,
    lsnToken: readLsnToken(request.headers),
    isHttps: request.protocol === 'https',
    credential,
    isFromOwnPage: () => isFromOwnPage(request, options.allowedOrigins),
    readViewer: () => {
      viewer ??= readViewerAgain();
      return viewer;
    },
    readViewerAgain,
    sessionCheckMs: options.sessionCheckMs,
    countSignIn: () => options.countSignIn(request),
    draining: options.draining,
  };
}

async function findViewer(deps: ApiDeps, credential: Credential | null): Promise<Viewer | null> {
  if (!credential) return null;
  const viewer = credential.token === null ? null : await readViewer(deps, credential.token);
  if (viewer || credential.from === 'cookie') return viewer;
  throw new DomainError('UNAUTHENTICATED', 'You are not signed in any more. Please sign in.');
}

/** The cause of a failure goes to the log, under the id that its caller is told; of a refusal the code is enough. */
function reportError(request: FastifyRequest, error: TRPCError, path: string | undefined): void {
  rememberRequest(error, request.id);
  const refusal = toDomainError(error);
  const line = { code: refusal.code, procedure: path };
  if (ERRORS[refusal.code].http < 500) request.log.info(line, 'request refused');
  else request.log.error({ ...line, err: refusal.cause ?? refusal }, 'request failed');
}
