import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { broken, type Judgement, KEPT, NOT_EXAMINED, together } from '../judgement.ts';
import { type Place, placesOf } from '../places.ts';
import { answerOf, inputOf, isBefore, orderAnswer, orderInput } from '../read-call.ts';

/** One look at an order. `events`: how many it showed; null when there was no such order. */
type Look = { call: Call; number: string; accessToken: string | undefined; events: number | null };

/** Who has placed an order finds it, and never sees less of what happened to it than before. */
export function judgeOrders(history: History): Judgement {
  const looks = history.callsOf('orders.get').flatMap(readLook);
  const places = Map.groupBy(placesOf(history), ({ order }) => order?.number);
  const bySession = Map.groupBy(looks, ({ call, number }) => `${call.session} ${number}`);
  return together(
    [...bySession.values()].flatMap((same) =>
      same.map((look) =>
        look.events === null
          ? judgeMissed(look, places.get(look.number) ?? [])
          : judgeSeen(look, look.events, same),
      ),
    ),
  );
}

function readLook(call: Call): Look[] {
  const input = inputOf(call, orderInput);
  const isMissed = call.answer.kind === 'refused' && call.answer.code === 'NOT_FOUND';
  if (!input || !(isMissed || call.answer.kind === 'ok')) return [];
  const { number, accessToken } = input;
  return [{ call, number, accessToken, events: answerOf(call, orderAnswer)?.events.length ?? null }];
}

function judgeSeen({ call, number }: Look, events: number, looks: Look[]): Judgement {
  const more = looks.find((earlier) => (earlier.events ?? 0) > events && isBefore(earlier.call, call));
  if (!more) return KEPT;
  return broken(
    `Order ${number} showed ${more.events} events in call ${more.call.id}, ` +
      `and ${events} to the same session later (call ${call.id}).`,
    [more.call, call],
  );
}

function judgeMissed({ call, number, accessToken }: Look, places: Place[]): Judgement {
  const place = places.find(
    (one) =>
      one.call.session === call.session && one.order?.accessToken === accessToken && isBefore(one.call, call),
  );
  if (!place) return NOT_EXAMINED;
  return broken(
    `Order ${number} was acknowledged in call ${place.call.id}, and was not to be found in call ${call.id}.`,
    [place.call, call],
  );
}
