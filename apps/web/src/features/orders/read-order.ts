import 'server-only';
import type { Order } from '@holdfast/shared/contracts/orders';
import { api, publicApi } from '../../api/server.ts';
import { errorCode } from '../../api/errors.ts';
import type { OrderKey } from './follow-events.ts';

type Reading = { order: Order; readAt: number } | 'not_found' | 'unread';

const NOT_TO_BE_SEEN = new Set(['NOT_FOUND', 'VALIDATION', 'UNAUTHENTICATED']);

/** The order for its page, with when it was read. */
export async function readOrder(key: OrderKey): Promise<Reading> {
  try {
    // The token suffices, and does not end with a session.
    const client = key.accessToken ? await publicApi() : await api();
    return { order: await client.orders.get.query(key), readAt: Date.now() };
  } catch (error) {
    const code = errorCode(error);
    return NOT_TO_BE_SEEN.has(code) ? 'not_found' : 'unread';
  }
}
