import { z } from 'zod';

/**
 * What can happen to an order. `order_event` rows are its history; they carry ids and amounts, never
 * personal data.
 */
export const ORDER_EVENT_TYPES = [
  'placed',
  'payment_authorized',
  'payment_captured',
  'payment_declined',
  'payment_retried',
  'confirmation_sent',
  'stock_released',
  'cancelled',
] as const;
export const orderEventTypeSchema = z.enum(ORDER_EVENT_TYPES);
export type OrderEventType = z.infer<typeof orderEventTypeSchema>;
