import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@holdfast/commerce/infra/log';
import { createProxyServer } from 'http-proxy-3';
import { answerApiAway, answerWebAway } from './answer-away.ts';
import { FRONT_HEALTH } from './front-health.ts';
import { PatientAgent } from './patient-agent.ts';
import { dropHopByHop, setForwarded } from './set-forwarded.ts';

export type FrontOptions = {
  apiPort: number;
  nextPort: number;
  /** WebSockets to Next: for the reloading of `next dev`. */
  passUpgrades: boolean;
  log: Logger;
};

export type Front = {
  /** Listens on one more address. False when this machine has no such address. */
  listen(port: number, host: string): Promise<boolean>;
  /** Takes no new connections and finishes what is under way; what has not ended after 10 s is cut off. */
  drain(): Promise<void>;
};

type Upstream = {
  agent: PatientAgent;
  answerAway: (request: IncomingMessage, response: ServerResponse) => void;
};

const LOOPBACK = '127.0.0.1';
/** For all of a request's head, and for all of a request: larger ones than a form are not sent here. */
const HEAD_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
/** Until an answer begins. What has begun may be silent for as long as it likes: streams are. */
const ANSWER_WITHIN_MS = 60_000;
const CHECK_EVERY_MS = 5_000;
const DRAIN_MS = 10_000;
const SWEEP_MS = 50;
const RESETS = 3;
const AFTER_RESET_MS = 50;
const BODILESS = new Set(['GET', 'HEAD']);
/** Of the API: what clients call, and what payment providers tell. */
const API = /^\/(?:trpc|webhooks)(?=[/?]|$)/;

/** The one address for browsers: `/trpc` and `/webhooks` are the API's, everything else is Next's. */
export function createFront({ apiPort, nextPort, passUpgrades, log }: FrontOptions): Front {
  const api = { agent: new PatientAgent({ host: LOOPBACK, port: apiPort }, log), answerAway: answerApiAway };
  const web = { agent: new PatientAgent({ host: LOOPBACK, port: nextPort }, log), answerAway: answerWebAway };
  const proxy = createProxy();
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === FRONT_HEALTH) {
      response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end('ok\n');
      return;
    }
    setForwarded(request);
    dropHopByHop(request);
    const to = API.test(request.url ?? '') ? api : web;
    // Next answers such an address with an empty 500.
    if (to === web && !canBeDecoded(request.url ?? '')) {
      response.writeHead(400, { 'content-type': 'text/plain' }).end('This address cannot be read.\n');
      return;
    }
    pass({ proxy, to, request, response }, RESETS);
  };
  const servers: Server[] = [];
  const addServer = (): Server => {
    const server = createServer(
      {
        headersTimeout: HEAD_WITHIN_MS,
        requestTimeout: REQUEST_WITHIN_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        connectionsCheckingInterval: CHECK_EVERY_MS,
        shouldUpgradeCallback: ({ headers }) => passUpgrades && headers.upgrade === 'websocket',
      },
      onRequest,
    );
    server.on('upgrade', (request, socket, head) => {
      setForwarded(request);
      proxy.ws(request, socket, head, { target: web.agent.server });
    });
    servers.push(server);
    return server;
  };
  return {
    listen: (port, host) => listen(addServer(), { port, host }),
    drain: async () => {
      await Promise.all(servers.map(closeGently));
      for (const { agent } of [api, web]) agent.destroy();
    },
  };
}

function canBeDecoded(address: string): boolean {
  try {
    decodeURI(address);
    return true;
  } catch {
    return false;
  }
}

/** The library, and what it leaves to its user: the end of an answer that broke off, and the head of a silent stream. */
function createProxy() {
  // `toProxy`: the address goes on as it came, not as a URL that was taken apart and put together again.
  const proxy = createProxyServer({ toProxy: true });
  proxy.on('error', (_error, _request, to) => void to.destroy());
  proxy.on('proxyReq', (outgoing) => {
    outgoing.setTimeout(ANSWER_WITHIN_MS, () => outgoing.destroy(new Error('no answer began in time')));
    outgoing.once('response', () => outgoing.setTimeout(0));
  });
  proxy.on('proxyRes', (answer, _request, response) => {
    answer.headers.connection = response.shouldKeepAlive ? 'keep-alive' : 'close';
    delete answer.headers['keep-alive'];
    // Without this a client would wait for ever on an answer whose sender has died.
    answer.once('close', () => {
      if (!answer.complete) response.destroy();
    });
    if (answer.headers['content-type']?.startsWith('text/event-stream')) {
      process.nextTick(() => response.flushHeaders());
    }
  });
  return proxy;
}

type Passage = {
  proxy: ReturnType<typeof createProxy>;
  to: Upstream;
  request: IncomingMessage;
  response: ServerResponse;
};

/** Sends a request on; one that changes nothing, again when its connection broke before any byte of an answer. */
function pass(passage: Passage, resetsLeft: number): void {
  const { proxy, to, request, response } = passage;
  proxy.web(request, response, { target: to.agent.server, agent: to.agent }, (error) => {
    if (response.destroyed || response.writableEnded) return;
    if (response.headersSent) response.destroy();
    else if (resetsLeft > 0 && isReset(error) && canRepeat(request)) {
      void delay(AFTER_RESET_MS).then(() => pass(passage, resetsLeft - 1));
    } else to.answerAway(request, response);
  });
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

function canRepeat({ method = '', headers }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return BODILESS.has(method) && !hasBody;
}

function listen(server: Server, address: { port: number; host: string }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const noSuchAddress = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
      if (noSuchAddress) resolve(false);
      else reject(error);
    });
    server.listen({ ...address, exclusive: true }, () => resolve(true));
  });
}

async function closeGently(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that turns idle only now would keep the server open until its keep-alive ends.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(limit);
}
