import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { Time } from '../../desk/time.tsx';
import { eventWords } from './event-words.ts';

type Props = {
  order: AdminOrder;
  /** The last event that was there when the page was opened. */
  knownSeq: number;
};

const TROUBLES = new Set(['payment_declined', 'cancelled', 'refund_failed', 'attention_raised']);

/** What happened to the order, newest last, each step as it comes. */
export function Timeline({ order, knownSeq }: Props) {
  return (
    <section aria-labelledby="timeline" className="grid gap-3">
      <h2 id="timeline" className="text-lg">
        Timeline
      </h2>
      <ol aria-live="polite" className="text-sm">
        {order.events.map((event) => {
          const { title, facts } = eventWords(event, order);
          const isTrouble = TROUBLES.has(event.type);
          return (
            <li
              key={event.seq}
              className={`relative border-s border-line-strong pb-4 ps-5 last:border-transparent last:pb-0 ${event.seq > knownSeq ? 'transition-opacity duration-200 starting:opacity-0' : ''}`}
            >
              <span
                aria-hidden="true"
                className={`absolute -start-[5px] top-1.5 size-[9px] rounded-full border-2 border-surface outline-1 outline-line-strong ${isTrouble ? 'bg-warning' : 'bg-ink'}`}
              />
              <p className="font-medium">{title}</p>
              {facts.map((fact) => (
                <p key={fact} dir="auto" className="break-words text-ink-soft">
                  {fact}
                </p>
              ))}
              <p className="text-xs text-ink-soft">
                <Time iso={event.at} hasSeconds />
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
