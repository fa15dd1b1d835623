import type { Cart } from '@holdfast/shared/contracts/cart';
import type { CatalogPage, Product } from '@holdfast/shared/contracts/catalog';
import type { InventoryLevel } from '@holdfast/shared/contracts/inventory';
import type {
  AdminOrder,
  Order,
  PayOrderOutput,
  PlaceOrderOutput,
  Quote,
} from '@holdfast/shared/contracts/orders';
import type { Answer } from '../../checker/history.ts';

/** What the procedures that a rehearsal's clients call answer. */
export type Answers = {
  'catalog.list': CatalogPage;
  'catalog.product': Product;
  'catalog.admin.setPrice': unknown;
  'cart.add': Cart;
  'cart.get': Cart;
  'cart.update': Cart;
  'cart.remove': Cart;
  'orders.quote': Quote;
  'orders.place': PlaceOrderOutput;
  'orders.pay': PayOrderOutput;
  'orders.get': Order;
  'orders.admin.cancel': AdminOrder;
  'orders.admin.refund': AdminOrder;
  'orders.admin.fulfil': AdminOrder;
  'inventory.adjust': InventoryLevel;
  'inventory.level': InventoryLevel;
};
export type Procedure = keyof Answers;

/** They change nothing, and are asked by GET. */
const QUERIES: ReadonlySet<Procedure> = new Set<Procedure>([
  'catalog.list',
  'catalog.product',
  'cart.get',
  'orders.quote',
  'orders.get',
  'inventory.level',
]);

export function isQuery(procedure: Procedure): boolean {
  return QUERIES.has(procedure);
}

/** An answer as the history keeps it, with its data's type. */
export type Reply<P extends Procedure> = { kind: 'ok'; data: Answers[P] } | Exclude<Answer, { kind: 'ok' }>;

type Envelope = {
  result?: { data: unknown };
  error?: { data?: { code?: string } };
};

/** What came over the wire, as the history tells it. */
export function readAnswer(status: number, body: string): Answer {
  const envelope = parse(body);
  if (status === 200 && envelope?.result) return { kind: 'ok', data: envelope.result.data };
  const data = envelope?.error?.data;
  const code = data?.code ?? `HTTP ${status}`;
  const mayHaveHappened = status < 400 || (status >= 500 && code !== 'OVERLOADED');
  return mayHaveHappened
    ? { kind: 'unknown', why: `${status} ${code}` }
    : { kind: 'refused', status, code, data };
}

function parse(body: string): Envelope | undefined {
  try {
    return JSON.parse(body) as Envelope;
  } catch {
    return undefined;
  }
}
