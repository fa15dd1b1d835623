import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { serveMetrics } from './metrics-server.ts';
import { findFreePort } from './ports.ts';

async function processWithPage(page: string): Promise<string> {
  const server = createServer((_request, response) => response.end(page)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

it('shows the pages of all processes that answer, and which ones do not', async () => {
  const port = await findFreePort();
  const sources = [
    { name: 'api-1', up: true, metricsUrl: await processWithPage('jobs{instance="api-1"} 4\n') },
    { name: 'api-2', up: true, metricsUrl: `http://127.0.0.1:${await findFreePort()}/metrics` },
    { name: 'worker-1', up: false, metricsUrl: undefined },
    { name: 'postgres', up: true },
  ];
  const server = await serveMetrics(port, () => sources);
  onTestFinished(() => void server.close());
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(page).toContain('jobs{instance="api-1"} 4\n');
  expect(page.match(/^holdfast_process_up.*/gm)).toEqual([
    'holdfast_process_up{instance="api-1"} 1',
    'holdfast_process_up{instance="api-2"} 0',
    'holdfast_process_up{instance="worker-1"} 0',
    'holdfast_process_up{instance="postgres"} 1',
  ]);
});
