import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { PageTier } from './page-tier.ts';

/** Node tells this of each request before the server itself hears of it. */
const STARTED = 'http.server.request.start';

/**
 * Puts a tier of pages before Next, in Next's own server: a server of ours would have to do again what `next build` writes for
 * one, and its standalone form takes none. The first request shows the server; from it on, the tier hears of each first.
 */
export function startPageTier(apiUrl: string): void {
  const tier = new PageTier(apiUrl);
  const onFirstRequest = (message: unknown): void => {
    unsubscribe(STARTED, onFirstRequest);
    putBefore((message as { server: Server }).server, tier);
  };
  subscribe(STARTED, onFirstRequest);
}

function putBefore(server: Server, tier: PageTier): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const render = (): void => {
      for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
    };
    tier.answer({ request, response }, render).catch((error: unknown) => {
      console.error(error);
      // Half an answer is no answer: its client asks again.
      if (!response.headersSent) render();
      else if (!response.writableEnded) response.destroy();
    });
  });
}
