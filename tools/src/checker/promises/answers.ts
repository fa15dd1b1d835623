import { z } from 'zod';
import type { Call } from '../history.ts';
import { broken, type Judgement, KEPT, NOT_EXAMINED, together } from '../judgement.ts';
import { inputOf, isBefore } from '../read-call.ts';
import type { World } from '../world.ts';

/** Refusals that are decisions, and are kept under their key like an answer. */
const KEPT_CODES = new Set(['CONFLICT', 'CART_ALREADY_PLACED', 'BELOW_ALLOCATED', 'IDEMPOTENCY_CONFLICT']);
/** Refusals of what was asked, which nobody may hear any more once the key has its answer. */
const INPUT_CODES = new Set(['VALIDATION', 'NOT_FOUND']);

/** What is kept of an operator's decision is that it was made; its order is shown as it is now. */
const SHOWS_NOW = new Set(
  ['cancel', 'refund', 'fulfil', 'deliver', 'resolve'].map((decision) => `orders.admin.${decision}`),
);

const keyed = z.object({ idempotencyKey: z.string() });

/**
 * Calls of a session with the same key and the same input are answered alike, whenever they come; to another input the
 * key is refused.
 */
export function judgeAnswers({ history }: World): Judgement {
  const calls = history.calls.filter((call) => keyOf(call) !== null);
  const byKey = Map.groupBy(calls, keyOf);
  return together([...byKey.values()].flatMap(judgeKey));
}

function keyOf(call: Call): string | null {
  return inputOf(call, keyed)?.idempotencyKey ?? null;
}

function judgeKey(calls: Call[]): Judgement[] {
  const byInput = Map.groupBy(calls, (call) => `${call.procedure} ${canonical(call.input)}`);
  const conflicts = byInput.size === 1 ? calls.map(judgeConflict) : [];
  const ofSessions = [...Map.groupBy(calls, ({ session }) => session).values()];
  return [...byInput.values()].flatMap(judgeInput).concat(conflicts, ofSessions.map(judgeOneRequest));
}

/** Keys of one session never meet those of another that signs in as somebody else. */
function judgeInput(calls: Call[]): Judgement[] {
  return [...Map.groupBy(calls, ({ session }) => session).values()].map(judgeSame);
}

/** Calls of one session, with one key and one input. */
function judgeSame(calls: Call[]): Judgement {
  const [first, ...later] = calls.filter(isKept);
  if (!first || calls.length === 1) return NOT_EXAMINED;
  const other =
    later.find((call) => answerText(call) !== answerText(first)) ??
    calls.find((call) => isRefusedInput(call) && isBefore(first, call));
  if (!other) return KEPT;
  return broken(
    `One key was answered in two ways: ${brief(first)} in call ${first.id}, ${brief(other)} in call ${other.id}.`,
    [first, other],
  );
}

/** Calls of one session, with one key: what is decided under it is decided for one request alone. */
function judgeOneRequest(calls: Call[]): Judgement {
  if (new Set(calls.map(requestOf)).size < 2) return NOT_EXAMINED;
  const [first, ...later] = calls.filter(isDecided);
  const other = first && later.find((call) => requestOf(call) !== requestOf(first));
  if (!other) return KEPT;
  return broken(
    `One key was used for two requests: ${brief(first)} in call ${first.id}, ${brief(other)} in call ${other.id}.`,
    [first, other],
  );
}

function isDecided(call: Call): boolean {
  const isOthers = call.answer.kind === 'refused' && call.answer.code === 'IDEMPOTENCY_CONFLICT';
  return isKept(call) && !isOthers;
}

/** What is asked for, whoever asks: an order's access token says who may, and is no part of it. */
function requestOf({ procedure, input }: Call): string {
  return `${procedure} ${canonical({ ...(input as object), accessToken: undefined })}`;
}

function judgeConflict(call: Call): Judgement {
  if (call.answer.kind !== 'refused' || call.answer.code !== 'IDEMPOTENCY_CONFLICT') return NOT_EXAMINED;
  return broken(`Call ${call.id} was told that its key is another request's, and nobody else has used it.`, [
    call,
  ]);
}

function isKept({ answer }: Call): boolean {
  return answer.kind === 'ok' || (answer.kind === 'refused' && KEPT_CODES.has(answer.code));
}

function isRefusedInput({ answer }: Call): boolean {
  return answer.kind === 'refused' && INPUT_CODES.has(answer.code);
}

/** What was answered, without what is of that one request. */
function answerText({ procedure, answer }: Call): string {
  if (answer.kind === 'refused')
    return `${answer.status} ${answer.code} ${canonical(detailsOf(answer.data))}`;
  if (answer.kind === 'ok' && !SHOWS_NOW.has(procedure)) return canonical(answer.data);
  return answer.kind;
}

function detailsOf(data: unknown): unknown {
  return z.object({ details: z.unknown() }).safeParse(data).data?.details;
}

function brief({ answer }: Call): string {
  if (answer.kind === 'refused') return answer.code;
  const text = JSON.stringify(answer.kind === 'ok' ? answer.data : null);
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}

/** One form of a JSON value, whatever the order of its fields. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  );
}
