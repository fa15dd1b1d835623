import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export type ProcessServer = {
  port: number;
  close(): Promise<void>;
};

type ProcessServerOptions = {
  host: string;
  /** 0 takes a free one. */
  port: number;
  registry: Registry;
  /** What keeps the process from taking work now; null when nothing does. */
  whyNotReady: () => string | null;
};

/**
 * The side door of a process, for what looks after it: `/metrics` for Prometheus, `/health/live` (answers as
 * long as the event loop turns) and `/health/ready` (503 with the reason while the process must get no work).
 */
export async function startProcessServer(options: ProcessServerOptions): Promise<ProcessServer> {
  const server = createServer((request, response) => {
    void answer(options, request.url?.split('?')[0], response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function answer(
  options: ProcessServerOptions,
  path: string | undefined,
  response: ServerResponse,
): Promise<void> {
  if (path === '/metrics') {
    const metrics = await options.registry.metrics();
    response.writeHead(200, { 'content-type': options.registry.contentType }).end(metrics);
  } else if (path === '/health/live') {
    sendJson(response, 200, { status: 'ok' });
  } else if (path === '/health/ready') {
    const reason = options.whyNotReady();
    sendJson(response, reason ? 503 : 200, reason ? { status: 'not_ready', reason } : { status: 'ok' });
  } else {
    sendJson(response, 404, { status: 'not_found' });
  }
}

function sendJson(response: ServerResponse, status: number, body: Record<string, string>): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
