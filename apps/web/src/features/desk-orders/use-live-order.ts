import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { trpc } from '../../api/client.ts';
import { followEvents } from '../orders/follow-events.ts';

/** What has no event, such as a mark for attention, is seen at this pace. */
const READ_EVERY_MS = 15_000;

type LiveOrder = {
  order: AdminOrder;
  /** When it was read, in milliseconds since 1970. */
  readAt: number;
  isLive: boolean;
  /** Shows the order as a change has left it. */
  accept: (order: AdminOrder) => Promise<void>;
};

/**
 * The order as it is now: read again with each of its events, and now and then. While the page is not seen it rests,
 * as a browser has few connections to one address. What was read last stays when the API cannot be reached.
 */
export function useLiveOrder(initial: AdminOrder, readAt: number): LiveOrder {
  const { number } = initial;
  const [isConnected, setConnected] = useState(false);
  const isSeen = useIsSeen();
  const queries = useQueryClient();
  const queryKey = ['order', number];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => trpc.orders.admin.get.query({ number }, { signal }),
    initialData: initial,
    initialDataUpdatedAt: readAt,
    staleTime: 1_000,
    refetchInterval: READ_EVERY_MS,
    retry: false,
    networkMode: 'always',
  });
  const order = query.data;
  const lastSeq = useEffectEvent(() => order.events.at(-1)?.seq ?? 0);
  const readAgain = useEffectEvent(() => void query.refetch());

  useEffect(() => {
    if (!isSeen) return undefined;
    const stop = followEvents({ number, accessToken: undefined }, lastSeq(), {
      onEvent: () => readAgain(),
      onConnection: (connection) => setConnected(connection === 'live'),
    });
    return () => {
      stop();
      setConnected(false);
    };
  }, [number, isSeen]);

  const accept = async (changed: AdminOrder) => {
    // What was asked for before the change knows nothing of it.
    await queries.cancelQueries({ queryKey });
    queries.setQueryData(queryKey, changed);
  };

  return { order, accept, readAt: query.dataUpdatedAt, isLive: isConnected && !query.isError };
}

function useIsSeen(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      document.addEventListener('visibilitychange', onChange);
      return () => document.removeEventListener('visibilitychange', onChange);
    },
    () => document.visibilityState === 'visible',
    () => true,
  );
}
