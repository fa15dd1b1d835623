import { z } from 'zod';

const charge = z.object({
  /** The payment's id. */
  idempotencyKey: z.string(),
  /** Minor units of `currency`. */
  amount: z.int(),
  currency: z.string(),
  /** `asked`: somebody wanted it, and nothing came of that. */
  state: z.enum(['asked', 'authorized', 'captured', 'declined', 'cancelled']),
  /** `idempotencyKey`: the refund's id. */
  refunds: z.array(
    z.object({ idempotencyKey: z.string(), amount: z.int(), status: z.enum(['refunded', 'refused']) }),
  ),
  createdAt: z.iso.datetime(),
});

/** A charge as the provider's own books have it. */
export type Charge = z.infer<typeof charge>;

const page = z.object({ charges: z.array(charge), next: z.int().nullable() });

/** Where the provider's ledger is, and the key that opens it. */
export type LedgerAddress = { url: string; key: string };

/** All charges in the provider's books, oldest first. @throws Error when it does not answer as it should. */
export async function readLedger({ url, key }: LedgerAddress): Promise<Charge[]> {
  const charges: Charge[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const answer = await fetch(`${url}/ledger?from=${from}`, { headers: { authorization: `Bearer ${key}` } });
    if (!answer.ok)
      throw new Error(`The payment provider answered ${answer.status} when asked for its ledger.`);
    const read = page.parse(await answer.json());
    for (const one of read.charges) charges.push(one);
    from = read.next;
  }
  return charges;
}
