import type { Deps } from '@holdfast/commerce/deps';
import type { Viewer } from '@holdfast/commerce/identity/viewer';
import type { Operations } from '@holdfast/commerce/operations/snapshot';
import type { OrderEventFeed } from './streams/order-event-feed.ts';

/** What the procedures of this process work with. */
export type ApiDeps = Deps & { operations: Operations; orderEvents: OrderEventFeed };

/** What one HTTP request brings to its procedures, a batch of them included. */
export type Context = {
  deps: ApiDeps;
  requestId: string;
  /**
   * Who sent the request's access token; null without one. Asked of the database at the first call.
   * @throws DomainError UNAUTHENTICATED: the token is unknown or has ended.
   */
  readViewer(): Promise<Viewer | null>;
  /** @throws DomainError RATE_LIMITED: too many sign-ins from this address. */
  countSignIn(): Promise<void>;
  /** Aborted when this process drains: streams end, so that their clients go elsewhere. */
  draining: AbortSignal;
};
