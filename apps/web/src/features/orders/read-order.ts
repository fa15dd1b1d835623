import 'server-only';
import type { Order } from '@holdfast/shared/contracts/orders';
import { api } from '../../api/server.ts';
import { errorCode } from '../../api/errors.ts';
import type { OrderKey } from './follow-events.ts';

type Reading = { order: Order; readAt: number } | 'not_found' | 'unread';

/** The order for its page, with when it was read. */
export async function readOrder(key: OrderKey): Promise<Reading> {
  try {
    return { order: await (await api()).orders.get.query(key), readAt: Date.now() };
  } catch (error) {
    const code = errorCode(error);
    return code === 'NOT_FOUND' || code === 'VALIDATION' ? 'not_found' : 'unread';
  }
}
