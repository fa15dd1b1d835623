export type Refund = {
  idempotencyKey: string;
  /** Minor units of the charge's currency. */
  amount: number;
  status: 'refunded' | 'refused';
  /** Of a refusal. */
  reason?: string;
};

/** One charge as it stands in the books. */
export type Charge = {
  idempotencyKey: string;
  /** The provider's own name for it. */
  reference: string;
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  /** `asked`: somebody wanted it, and nothing came of that. */
  state: 'asked' | 'authorized' | 'captured' | 'declined' | 'cancelled';
  /** How often it was asked for. */
  attempts: number;
  refunds: Refund[];
  createdAt: string;
  updatedAt: string;
};

export function refundedAmount({ refunds }: Charge): number {
  return refunds.reduce((sum, { status, amount }) => (status === 'refunded' ? sum + amount : sum), 0);
}
