import type { JobName } from '@holdfast/shared/jobs';
import type { JobRun } from '../infra/queue.ts';
import { readEvents, type TestOrder } from '../orders/testing.ts';
import type { TestShop } from '../testing.ts';
import { carryPayment } from './carry-payment.ts';
import type { PaymentDeps } from './provider.ts';
import { createTestProvider, type TestProviderConfig } from './test-provider.ts';

/** A charge as the test provider's own books have it; `asked` came to nothing. Amounts in minor units of `currency`. */
export type LedgerCharge = {
  idempotencyKey: string;
  reference: string;
  amount: number;
  currency: string;
  state: 'asked' | 'authorized' | 'captured' | 'declined' | 'cancelled';
  /** How often it was asked for. */
  attempts: number;
  refunded: number;
  createdAt: string;
  updatedAt: string;
};

export function withTestProvider(shop: TestShop): PaymentDeps & TestShop {
  return { ...shop, providers: { test: createTestProvider(shop.paymentProvider) } };
}

/** All charges in the test provider's books, by idempotency key (the payment's id), as anybody outside can see them. */
export async function readLedger({ url, apiKey }: TestProviderConfig): Promise<Map<string, LedgerCharge>> {
  const charges = new Map<string, LedgerCharge>();
  for (let from: number | null = 0; from !== null; ) {
    const response: Response = await fetch(`${url}/ledger?from=${from}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const page = (await response.json()) as { charges: LedgerCharge[]; next: number | null };
    for (const charge of page.charges) charges.set(charge.idempotencyKey, charge);
    from = page.next;
  }
  return charges;
}

/** Carries the order's payment as a worker would: one attempt at its newest job. */
export async function carry(deps: TestShop & PaymentDeps, order: TestOrder): Promise<void> {
  await carryPayment(deps, await takeJob(deps, order, 'payments.authorize'));
}

/** An attempt at the order's open job of this name, as a worker would be given it. */
export async function takeJob<N extends JobName>(
  shop: TestShop,
  order: TestOrder,
  name: N,
): Promise<JobRun<N>> {
  const event = (await readEvents(shop, order.orderId, name)).at(-1);
  if (!event) throw new Error(`the order has no ${name}`);
  return {
    eventId: event.id,
    payload: event.payload as JobRun<N>['payload'],
    signal: AbortSignal.timeout(10_000),
  };
}

/** Makes the job owed for longer than a failing payment is left to itself. */
export async function makeOverdue(shop: TestShop, { eventId }: { eventId: string }): Promise<void> {
  await shop.db.primary.$executeRaw`
    UPDATE outbox_event SET available_at = now() - interval '15 minutes 1 second' WHERE id = ${eventId}::uuid`;
}
