const QUEUE_MEANING: Record<string, string> = {
  payments: 'Orders are still taken; they are not charged meanwhile.',
  orders: 'Unpaid orders keep their stock reserved for longer.',
  notifications: 'Confirmations go out late.',
};

/** What it means that this queue stands still. */
export function queueMeaning(name: string): string {
  return QUEUE_MEANING[name] ?? '';
}

/** Said after a change that Redis could not be told yet. */
export const APPLIED_LATER = 'redis-queue does not answer: it takes effect when it is back.';

const JOB_WORDS: Record<string, string> = {
  'payments.authorize': 'Reserve the money',
  'payments.capture': 'Take the money',
  'payments.cancel': 'Let go of the money',
  'payments.refund': 'Give money back',
  'orders.expire-unpaid': 'End an unpaid order',
  'notifications.order-confirmation': 'Confirm an order by mail',
};

/** What a job does, as an operator would say it; its own name when it is new. */
export function describeJob(job: string): string {
  return JOB_WORDS[job] ?? job;
}

/** "one job", "12 jobs". */
export function countJobs(count: number): string {
  return count === 1 ? 'one job' : `${new Intl.NumberFormat('en').format(count)} jobs`;
}
