import { createServer, type Server } from 'node:http';
import { mergeMetrics, processUpMetrics } from './metrics-page.ts';

/** A part of the stack; `metricsUrl` where it has a page of its own. */
export type MetricsSource = { name: string; up: boolean; metricsUrl?: string | undefined };

const SCRAPE_TIMEOUT_MS = 2_000;

/** A process that does not answer in time is left out, and shown as not up. */
async function scrape(source: MetricsSource): Promise<{ name: string; up: boolean; page?: string }> {
  const { name, up, metricsUrl } = source;
  if (!up || !metricsUrl) return { name, up };
  try {
    const response = await fetch(metricsUrl, { signal: AbortSignal.timeout(SCRAPE_TIMEOUT_MS) });
    return response.ok ? { name, up, page: await response.text() } : { name, up: false };
  } catch {
    return { name, up: false };
  }
}

async function renderPage(sources: MetricsSource[]): Promise<string> {
  const scraped = await Promise.all(sources.map(scrape));
  return mergeMetrics([processUpMetrics(scraped), ...scraped.flatMap(({ page }) => page ?? [])]);
}

/** Serves one page with the metrics of all processes at /metrics. */
export function serveMetrics(port: number, sources: () => MetricsSource[]): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void renderPage(sources()).then((page) => {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(page);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
