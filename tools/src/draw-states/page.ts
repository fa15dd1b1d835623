import {
  FULFILMENT_STATUSES,
  FULFILMENT_TRANSITIONS,
  PAYMENT_STATUSES,
  PAYMENT_TRANSITIONS,
  deriveOrderStatus,
} from '@holdfast/shared/order-status';

type Machine = Record<string, Partial<Record<string, string>>>;

/** A Markdown page of the order's states, drawn from the tables that the code decides by. */
export function drawStates(): string {
  return [
    '# The states of an order',
    '',
    'Drawn from `packages/shared/src/order-status.ts` by `npm run draw:states`; do not edit it by hand. An arrow is an',
    'event of the order’s history, and what is not drawn is refused.',
    '',
    '## Payment',
    '',
    ...draw(PAYMENT_TRANSITIONS, 'pending'),
    '## Fulfilment',
    '',
    ...draw(FULFILMENT_TRANSITIONS, 'unfulfilled'),
    '## What the shopper reads',
    '',
    `| payment | ${FULFILMENT_STATUSES.join(' | ')} |`,
    `| --- | ${FULFILMENT_STATUSES.map(() => '---').join(' | ')} |`,
    ...PAYMENT_STATUSES.map((payment) => {
      const words = FULFILMENT_STATUSES.map((fulfilment) => deriveOrderStatus(payment, fulfilment));
      return `| ${payment} | ${words.join(' | ')} |`;
    }),
    '',
  ].join('\n');
}

function draw(machine: Machine, start: string): string[] {
  const arrows = Object.entries(machine).flatMap(([from, exits]) => {
    const ways = Object.entries(exits).map(([event, to]) => `    ${from} --> ${to}: ${event}`);
    return ways.length > 0 ? ways : [`    ${from} --> [*]`];
  });
  return ['```mermaid', 'stateDiagram-v2', `    [*] --> ${start}`, ...arrows, '```', ''];
}
