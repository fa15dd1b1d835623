import type { IdempotencyScope } from '@holdfast/commerce/infra/idempotency';
import { withDeadline } from '@holdfast/commerce/infra/with-deadline';
import { isSame } from '@holdfast/commerce/infra/tokens';
import { DomainError } from '@holdfast/shared/errors';
import { initTRPC, type TRPCError } from '@trpc/server';
import type { Context } from './context.ts';
import { type ErrorShape, errorShape } from './errors/envelope.ts';
import { toDomainError } from './errors/to-domain-error.ts';
import { parseLsnToken } from './http/lsn-token.ts';
import { requireOperator, requireUser } from './require-viewer.ts';

/** `publicContent`: the same for everybody, so that a shared cache may keep it for a moment. */
export type Meta = { publicContent: true };

const PING_MS = 10_000;
/** A primary that hangs must not hold up who reads. */
const ASK_POSITION_MS = 300;

/** An error that ended a request before it had a context still belongs to a request. */
const requestIds = new WeakMap<TRPCError, string>();

export function rememberRequest(error: TRPCError, requestId: string): void {
  requestIds.set(error, requestId);
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isServer: true,
    isDev: false,
    // The one place where an error takes the form that callers see.
    errorFormatter: ({ error, path, ctx }): ErrorShape =>
      errorShape(toDomainError(error), {
        requestId: ctx?.requestId ?? requestIds.get(error) ?? '',
        path,
      }),
    sse: {
      ping: { enabled: true, intervalMs: PING_MS },
      client: { reconnectAfterInactivityMs: 3 * PING_MS },
    },
  });

export const router = t.router;

/**
 * Reads that are the same for everybody, so that one answer is given to many, and that also work while sessions cannot be
 * read: whoever asks is nobody here. Who shows a token of their own last write is answered nothing older.
 */
export const contentProcedure = t.procedure.meta({ publicContent: true }).use(async ({ ctx, next }) => {
  if (ctx.lsnToken !== null) await notePosition(ctx, ctx.lsnToken);
  return next({ ctx: NOBODY });
});

const NOBODY = {
  credential: null,
  readViewer: () => Promise.resolve(null),
  readViewerAgain: () => Promise.resolve(null),
};

/**
 * What is of another epoch or of the future tells nothing. While the primary cannot be asked, a token is believed: a
 * replica that has replayed so far still answers, and nobody is answered what is older than their own write.
 */
async function notePosition({ deps }: Context, token: string): Promise<void> {
  const lsn = parseLsnToken(token, deps.db.epoch);
  if (lsn === null || lsn <= deps.position.minLsn) return;
  const isWritten = await withDeadline(ASK_POSITION_MS, () => deps.db.hasWritten(lsn)).catch(() => true);
  if (isWritten) deps.position.shows(lsn);
}

/** For whoever knows what the input names: a cart's id is its key. */
export const openProcedure = t.procedure;

/**
 * For whoever holds a session's tokens. A browser adds the cookie by itself, also to what a foreign page has it send.
 * @throws DomainError FORBIDDEN: the cookie came with a request of a foreign page.
 */
export const tokenProcedure = t.procedure.use(({ ctx, type, next }) => {
  if (type === 'mutation' && ctx.credential?.from === 'cookie') requireOwnPage(ctx);
  return next();
});

/** Guest or signed in: `ctx.viewer` says who, `ctx.scope` whose idempotency keys count. */
export const callerProcedure = t.procedure.use(async ({ ctx, type, next }) => {
  const viewer = await ctx.readViewer();
  // With a cookie that has ended the caller is a guest, and a guest has nothing that a foreign page could use.
  if (viewer && type === 'mutation' && ctx.credential?.from === 'cookie') requireOwnPage(ctx);
  const scope: IdempotencyScope = viewer ? `user:${viewer.userId}` : 'guest';
  return next({ ctx: { viewer, scope } });
});

export const userProcedure = callerProcedure.use(({ ctx, next }) => {
  return next({ ctx: { viewer: requireUser(ctx.viewer) } });
});

/** After a write of theirs the caller is told its position, so that the pages they look at next show it. */
export const operatorProcedure = userProcedure.use(async ({ ctx, type, next }) => {
  requireOperator(ctx.viewer);
  const result = await next();
  if (type === 'mutation' && result.ok) await markWrite(ctx);
  return result;
});

/**
 * Most writes have a position from the cache's drop. Those that dropped nothing may repeat one whose drop was lost. While
 * none can be told the write is not acknowledged: its caller would not be sure to see it.
 */
async function markWrite({ deps }: Context): Promise<void> {
  if (deps.position.written === 0) deps.position.wrote(await deps.db.markLsn());
}

/** @throws DomainError FORBIDDEN */
function requireOwnPage(ctx: Context): void {
  if (ctx.isFromOwnPage()) return;
  throw new DomainError('FORBIDDEN', 'This request comes from a page of another site.');
}

/** Sign-ins: few per address, each call of a batch counted. */
export const signInProcedure = t.procedure.use(async ({ ctx, next }) => {
  await ctx.countSignIn();
  return next();
});

/** For the shop's own processes that have the service token, and nobody else: no person's session opens it. */
export const serviceProcedure = t.procedure.use(({ ctx, next }) => {
  const { deps, credential } = ctx;
  const isService =
    credential?.from === 'header' && credential.token !== null && isSame(credential.token, deps.serviceToken);
  if (!isService) throw new DomainError('UNAUTHENTICATED', 'This is for parts of the shop only.');
  return next();
});
