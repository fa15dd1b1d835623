import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { Clock } from '../../desk/time.tsx';
import { OUTCOME_WORDS, STEP_WORDS } from './order-words.ts';

type Step = AdminOrder['payments'][number]['steps'][number];

/** What was asked of the provider and what came of it, each attempt on its own; folded until somebody asks. */
export function PaymentSteps({ steps }: { steps: Step[] }) {
  if (steps.length === 0) return null;
  const failed = steps.filter(({ outcome }) => outcome === 'failed').length;
  return (
    <details className="mt-0.5">
      <summary className="flex min-h-11 items-center text-xs text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink md:min-h-6">
        {steps.length === 1 ? '1 attempt' : `${steps.length} attempts`} at the provider
        {failed > 0 && `, ${failed} failed`}
      </summary>
      <ol className="grid gap-1 py-1 text-xs">
        {steps.map((step) => (
          <li key={`${step.step} ${step.startedAt}`} className="flex flex-wrap gap-x-3">
            <Clock iso={step.startedAt} />
            <span>
              {STEP_WORDS[step.step]}: {OUTCOME_WORDS[step.outcome ?? 'open']}
              {step.endedAt && <span className="text-ink-soft"> after {durationWords(step)}</span>}
            </span>
            {step.error && <span className="basis-full break-words text-ink-soft">{step.error}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

function durationWords({ startedAt, endedAt }: Step): string {
  const ms = Date.parse(endedAt ?? startedAt) - Date.parse(startedAt);
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
