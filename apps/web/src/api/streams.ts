import type { AppRouter } from '@holdfast/api/router';
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';

/** Subscriptions over SSE. The browser connects again by itself and says which event it saw last. */
export const streams = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/trpc' })] });
