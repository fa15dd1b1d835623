import type { ReadTrace } from '@holdfast/commerce/infra/cache/read-trace';
import type { CallerPosition } from '@holdfast/commerce/infra/caller-position';
import type { Viewer } from '@holdfast/commerce/identity/viewer';
import type { Operations } from '@holdfast/commerce/operations/snapshot';
import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import type { Credential } from './http/credential.ts';
import type { OrderEventFeed } from './streams/order-event-feed.ts';
import type { StreamSlots } from './streams/stream-slots.ts';

/** What the procedures of this process work with. */
export type ApiDeps = PaymentDeps & {
  operations: Operations;
  orderEvents: OrderEventFeed;
  streams: StreamSlots;
  /** What the shop's own processes show that reach it through the API alone. */
  serviceToken: string;
  /** Whether the CDN in front is told by tag of what has changed, and so may keep copies for longer. */
  isCdnPurged: boolean;
};

/** What one HTTP request brings to its procedures, a batch of them included. */
export type Context = {
  /** The process's own, but what `log` writes names the request. The cache serves many at once and does not. */
  deps: ApiDeps & { position: CallerPosition; trace: ReadTrace };
  requestId: string;
  /** What the caller shows of their last write, as it came; null when nothing. */
  lsnToken: string | null;
  /** Whether the caller, by the word of the proxy in front, came over HTTPS. */
  isHttps: boolean;
  /** What the caller shows of themselves; null when nothing. */
  credential: Credential | null;
  /** Whether the page that sent this lies on our own address or an allowed one, by what its browser says. */
  isFromOwnPage(): boolean;
  /**
   * Who the credential belongs to; null without one, and for a cookie that has ended: a browser goes on sending it,
   * and whoever was signed in once may still buy as a guest. Asked of the database at the first call.
   * @throws DomainError UNAUTHENTICATED: the token of the header is unknown or has ended.
   * @throws DomainError UNAVAILABLE: sessions cannot be read.
   */
  readViewer(): Promise<Viewer | null>;
  /** The same, asked anew: for what lasts longer than a request should be trusted. */
  readViewerAgain(): Promise<Viewer | null>;
  /** How often a stream does that. */
  sessionCheckMs: number;
  /** @throws DomainError RATE_LIMITED: too many sign-ins from this address. */
  countSignIn(): Promise<void>;
  /** Aborted when this process drains: streams end, so that their clients go elsewhere. */
  draining: AbortSignal;
};
