import { useRef, useState } from 'react';
import { type ChangeFailure, describeFailure } from './change-failure.ts';

const TIMEOUT_MS = 15_000;

export type Call = { idempotencyKey: string; signal: AbortSignal };

type Sending<Input> = {
  isSending: boolean;
  /** It is on its way, or its answer is lost: what was sent stays as it is. */
  isLocked: boolean;
  /** Why the last try changed nothing, or is not known to have changed anything. */
  failure: ChangeFailure | null;
  /** Resolves with why it failed; null when it was made. */
  send: (input: Input) => Promise<ChangeFailure | null>;
};

/** Sends a change by `make`, which rejects as the API's client does, and keeps why it was not made. */
export function useChange<Input>(make: (input: Input, call: Call) => Promise<void>): Sending<Input> {
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<ChangeFailure | null>(null);
  const { keyOf, forgetKey } = useIdempotencyKey();

  async function send(input: Input) {
    setSending(true);
    setFailure(null);
    try {
      await make(input, { idempotencyKey: keyOf(input), signal: AbortSignal.timeout(TIMEOUT_MS) });
      return null;
    } catch (error) {
      const next = describeFailure(error, failure?.isUnanswered);
      // What was refused and is sent once more, after its reason has gone say, is to be looked at anew.
      if (!next.isUnanswered) forgetKey();
      setFailure(next);
      return next;
    } finally {
      setSending(false);
    }
  }

  return { isSending, isLocked: isSending || failure?.isUnanswered === true, failure, send };
}

/** One key for one change, however often it is sent until its answer has come; another change is another intention. */
function useIdempotencyKey() {
  const last = useRef({ input: '', key: '' });
  return {
    keyOf: (input: unknown): string => {
      const text = JSON.stringify(input);
      if (last.current.input !== text) last.current = { input: text, key: crypto.randomUUID() };
      return last.current.key;
    },
    forgetKey: () => {
      last.current = { input: '', key: '' };
    },
  };
}
