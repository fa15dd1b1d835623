import type { Order, OrderEvent } from '@holdfast/shared/contracts/orders';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { trpc } from '../../api/client.ts';
import { type Connection, followEvents, type OrderKey } from './follow-events.ts';

/** Beside the stream: attention is asked for without an event. */
const LOOK_AGAIN_MS = 20_000;

const ENDED = new Set(['delivered', 'cancelled', 'refunded']);

export function orderQuery({ number, accessToken }: OrderKey) {
  return queryOptions({
    queryKey: ['order', number],
    queryFn: (): Promise<Order> => trpc.orders.get.query({ number, accessToken }),
    networkMode: 'always',
  });
}

/** The order as it is now. It follows by itself what happens to it. */
export function useOrder(key: OrderKey, initial: Order, readAt: number) {
  const { number, accessToken } = key;
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  const [newest, setNewest] = useState<OrderEvent | null>(null);
  const query = useQuery({
    ...orderQuery(key),
    initialData: initial,
    initialDataUpdatedAt: readAt,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data && ENDED.has(state.data.status) ? false : LOOK_AGAIN_MS),
  });
  const [after] = useState(initial.events.at(-1)?.seq ?? 0);

  useEffect(() => {
    const order = orderQuery({ number, accessToken });
    return followEvents({ number, accessToken }, after, {
      onConnection: setConnection,
      onEvent: (event) => {
        setNewest(event);
        // The event shows at once, what it means for the order as soon as it is read.
        queries.setQueryData(order.queryKey, (known) => known && withEvent(known, event));
        queries.invalidateQueries(order).catch(() => undefined);
      },
    });
  }, [queries, number, accessToken, after]);

  return { order: query.data, connection, newest, readAt: query.dataUpdatedAt };
}

function withEvent(order: Order, event: OrderEvent): Order {
  if (order.events.some(({ seq }) => seq === event.seq)) return order;
  return { ...order, events: [...order.events, event] };
}
