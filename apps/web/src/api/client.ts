import type { AppRouter } from '@holdfast/api/router';
import { createTRPCClient, httpLink } from '@trpc/client';

/** The API in the browser, by the shop's own address. Streams have a client of their own, so that pages without any do not load it. */
export const trpc = createTRPCClient<AppRouter>({ links: [httpLink({ url: '/trpc' })] });
