import { z } from 'zod';

/**
 * What can happen to an order. `order_event` rows are its history; they carry ids and amounts, never
 * personal data. What each does to the order's statuses stands in order-status.ts.
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
  'refund_requested',
  'refund_failed',
  'partially_refunded',
  'refunded',
  'late_payment_returned',
  'lines_cancelled',
  'partially_fulfilled',
  'fulfilled',
  'delivered',
  'attention_raised',
  'attention_resolved',
] as const;
export const orderEventTypeSchema = z.enum(ORDER_EVENT_TYPES);
export type OrderEventType = z.infer<typeof orderEventTypeSchema>;
