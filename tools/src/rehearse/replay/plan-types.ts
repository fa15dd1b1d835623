import type { ImportedLine } from '@holdfast/shared/contracts/order-import';

/** A line as the shop is told it. Amounts in pennies. */
export type PlannedLine = ImportedLine & { total: number };

/** What invoices become, and with which words they are found again in the database. */
export type OrderStep = { kind: 'order'; lines: PlannedLine[]; total: number };

/** Pieces of earlier orders' lines that are given back. */
export type RefundStep = {
  kind: 'refund';
  /** The original's number. */
  original: string;
  /** `position` of a line in the original's order. */
  lines: { position: number; sku: string; quantity: number }[];
  total: number;
  reason: string;
};

export type CreditStep = { kind: 'credit'; lines: PlannedLine[]; total: number };

export type AdjustmentStep = { kind: 'adjustment'; sku: string; delta: number; reason: string };

export type Step = OrderStep | RefundStep | CreditStep | AdjustmentStep;

/** What one invoice asks of the shop, step after step. */
export type Task = {
  number: string;
  /** When it was written, ms since 1970. */
  at: number;
  customer: string | undefined;
  country: string | undefined;
  steps: Step[];
};

/** An item of the file as the shop must have it before the first order. */
export type PlannedItem = {
  sku: string;
  title: string;
  /** Pieces of which no order of the file can run short, in whatever order they come. */
  start: number;
  /** Pieces that are on the shelf after all of the file. */
  end: number;
  /** The highest of its prices, in pennies. */
  price: number;
};

export type ReplayPlan = {
  tasks: Task[];
  items: PlannedItem[];
  /** Lines whose price has a part of a penny, so that their total was rounded. */
  rounded: number;
};
