import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export type Upstream = { port: number; seen: IncomingMessage[]; kill: () => void };

/** A real upstream; `kill` cuts all of its connections and refuses new ones, as a process that has died does. */
export async function serve(listener: Listener, port = 0): Promise<Upstream> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    listener(request, response);
  }).listen(port, '127.0.0.1');
  const kill = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(kill);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, seen, kill };
}

export const sayOk: Listener = (_request, response) => void response.end('ok');

/** A GET by node:http, which lets go of nothing and keeps no connection; gives the answer's head as soon as it is there. */
export async function open(url: string, headers: Record<string, string> = {}) {
  const outgoing = httpRequest(url, { agent: false, headers });
  outgoing.end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { outgoing, answer };
}
