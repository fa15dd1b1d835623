export type LedgerCharge = {
  /** The payment's id. */
  idempotencyKey: string;
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  state: 'asked' | 'authorized' | 'captured' | 'declined' | 'cancelled';
  /** How often it was asked for. */
  attempts: number;
  refunded: number;
};

/** All charges in the payment provider's own books, oldest first. `env`: the contents of local.env. */
export async function readLedger(env: Record<string, string | undefined>): Promise<LedgerCharge[]> {
  const charges: LedgerCharge[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const answer = await fetch(`${env.TEST_PROVIDER_URL}/ledger?from=${from}`, {
      headers: { authorization: `Bearer ${env.TEST_PROVIDER_KEY}` },
    });
    const page = (await answer.json()) as { charges: LedgerCharge[]; next: number | null };
    charges.push(...page.charges);
    from = page.next;
  }
  return charges;
}
