import { createDeps } from '@holdfast/commerce/deps';
import { closeQueues, openQueues } from '@holdfast/commerce/infra/queue';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import { placeOrder } from '@holdfast/commerce/orders/place-order';
import { applyCharge } from '@holdfast/commerce/payments/apply-charge';
import { createTestProvider, type TestProviderConfig } from '@holdfast/commerce/payments/test-provider';
import { type PlaceOrderInput } from '@holdfast/shared/contracts/orders';
import { isJobName } from '@holdfast/shared/jobs';
import { HANDLERS, type WorkerDeps } from './handlers.ts';
import { sendDue } from './send-due.ts';
import { eventually } from './testing.ts';

/** What a process of its own is to do, and with what. */
export type Attempt = {
  databaseUrl: string;
  cacheRedisUrl: string;
  queueRedisUrl: string;
  prefix: string;
  appSecret: string;
  paymentProvider: TestProviderConfig;
  mailFolder: string;
  act:
    | { kind: 'place'; input: PlaceOrderInput }
    | { kind: 'jobs' }
    | { kind: 'relay' }
    | { kind: 'webhook'; paymentId: string };
};

type OpenEvent = { id: string; job: string; payload: unknown };

/** Runs every open job of the outbox as a worker would, and those that follow from them, until none is open. */
export async function runOpenJobs(deps: WorkerDeps): Promise<void> {
  for (;;) {
    const open = await deps.db.primary.$queryRaw<OpenEvent[]>`
      SELECT id, job, payload FROM outbox_event WHERE closed_at IS NULL AND dead_at IS NULL ORDER BY id`;
    if (open.length === 0) return;
    for (const event of open) await runEvent(deps, event);
  }
}

async function runEvent(deps: WorkerDeps, { id, job, payload }: OpenEvent): Promise<void> {
  if (!isJobName(job)) throw new Error(`no job is called ${job}`);
  // The payload was written for this job; what it holds is not this script's to check.
  const handler = HANDLERS[job] as (deps: WorkerDeps, run: object) => Promise<void>;
  await handler(deps, { eventId: id, payload, signal: AbortSignal.timeout(10_000) });
}

async function carryOut(attempt: Attempt): Promise<void> {
  const base = await createDeps({
    instance: 'attempt',
    logLevel: 'silent',
    databaseUrl: attempt.databaseUrl,
    replicaUrls: [],
    cacheRedisUrl: attempt.cacheRedisUrl,
    databasePool: 2,
    appSecret: attempt.appSecret,
    cachePrefix: attempt.prefix,
  });
  const deps: WorkerDeps = {
    ...base,
    providers: { test: createTestProvider(attempt.paymentProvider) },
    mailer: createMailer({ from: 'orders@shop.example', folder: attempt.mailFolder }),
    storefrontUrl: 'https://shop.example',
  };
  const { act } = attempt;
  if (act.kind === 'jobs') await runOpenJobs(deps);
  if (act.kind === 'webhook')
    await applyCharge(deps, { paymentId: act.paymentId, provider: 'test' }, AbortSignal.timeout(10_000));
  if (act.kind === 'place') {
    await placeOrder(deps, { input: act.input, caller: { scope: 'guest', customerId: null } });
  }
  if (act.kind === 'relay') {
    const queues = openQueues(attempt.queueRedisUrl, deps.log, attempt.prefix);
    // It fails fast, also before it is connected.
    await eventually('redis answers', () =>
      queues.orders.count().then(
        () => true,
        () => false,
      ),
    );
    await sendDue({ db: deps.db, queues });
    await closeQueues(queues);
  }
  await base.close();
}

if (import.meta.main) await carryOut(JSON.parse(process.argv[2] ?? '') as Attempt);
