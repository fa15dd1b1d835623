'use client';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import type { AttentionChoice } from '@holdfast/shared/order-attention';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { attentionWords } from './attention-words.ts';

type Props = {
  attention: NonNullable<AdminOrder['attention']>;
  onChoose: (choice: AttentionChoice) => void;
};

/** Why the order waits for a human, and what may be chosen, each with what it does. */
export function Attention({ attention: { reason, choices }, onChoose }: Props) {
  const { title, advice, choices: words } = attentionWords(reason);
  return (
    <Notice kind="danger" title={title}>
      <p className="max-w-prose text-sm">{advice}</p>
      {choices.length > 0 && (
        <ul className="mt-3 grid gap-3">
          {choices.map((choice) => (
            <li key={choice} className="grid items-center gap-x-4 gap-y-1 md:grid-cols-[13rem_1fr]">
              <Button
                onClick={() => onChoose(choice)}
                aria-describedby={`choice-${choice}`}
                className="bg-surface px-4! text-sm! md:min-h-9!"
              >
                {words[choice]?.label ?? choice}
              </Button>
              <p id={`choice-${choice}`} className="max-w-prose text-sm">
                {words[choice]?.effect}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
