/** What the shop's own database says, as far as the promises are about it. Amounts in minor units, times in ms since 1970. */
export type Books = {
  /** By the database's clock. */
  readAt: number;
  orders: Order[];
  levels: Level[];
  components: Component[];
  /** Later work without a receipt. */
  openEvents: OutboxEvent[];
  /** How much later work there is, with receipts and without. */
  events: number;
};

export type Order = {
  id: string;
  number: string;
  /** Null when it was brought in from elsewhere. */
  cartId: string | null;
  /** What it is called where it was brought in from, with the name of that place before it. */
  origin: string | null;
  currency: string;
  paymentStatus: string;
  fulfilmentStatus: string;
  attentionReason: string | null;
  discount: number;
  shipping: number;
  shippingTax: number;
  total: number;
  taxIncluded: boolean;
  /** When it was written down here; what is brought in from elsewhere was placed long before. */
  bornAt: number;
  holdExpiresAt: number | null;
  /** False: its personal data was erased, so nobody can be told anything. */
  hasContact: boolean;
  lines: OrderLine[];
  events: OrderEvent[];
  payments: Payment[];
  refunds: Refund[];
  /** What it holds of the stock. */
  holds: Hold[];
  /** What the movements say that it holds. */
  moved: Hold[];
};

export type OrderLine = {
  variantId: string | null;
  quantity: number;
  unitAmount: number;
  gross: number;
  /** Pieces that have left the house; that will not leave it; that were paid back after they had left. */
  fulfilled: number;
  cancelled: number;
  returned: number;
  /** What one piece takes from the shelf. */
  components: { stockItemId: string; quantity: number }[];
};

/** `about`: the payment, refund or parcel that it tells of. */
export type OrderEvent = { type: string; at: number; about: string | null };

export type Payment = {
  id: string;
  provider: string;
  amount: number;
  currency: string;
  state: string;
  /** When its money is taken: `immediate` or `on_fulfilment`. */
  capture: string;
  givenUp: boolean;
  deadlineAt: number | null;
};

export type Refund = { id: string; paymentId: string; amount: number; state: string };

/** Pieces of an item at a place. */
export type Hold = { stockItemId: string; locationId: string; quantity: number };

export type Level = {
  stockItemId: string;
  locationId: string;
  onHand: number;
  allocated: number;
  backOrderLimit: number;
  /** Sums of all movements of the level. */
  movedOnHand: number;
  movedAllocated: number;
  /** Sum of what orders hold of it. */
  held: number;
  /** Pieces that came back, and had left for no order of this shop. */
  cameBack: number;
};

/** What one piece of a variant takes from the shelf. */
export type Component = { variantId: string; stockItemId: string; quantity: number };

export type OutboxEvent = {
  id: string;
  job: string;
  orderId: string | null;
  availableAt: number;
  attempts: number;
  lastError: string | null;
  /** It was given up, and waits for an operator. */
  isDead: boolean;
};
