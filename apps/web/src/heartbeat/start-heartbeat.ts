import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AppRouter } from '@holdfast/api/router';
import { createTRPCClient, httpLink } from '@trpc/client';
import { watchRequests } from './request-times.ts';

type HeartbeatOptions = {
  apiUrl: string;
  /** Opens `operations.beat` and nothing else. */
  serviceToken: string;
  /** Unique among the processes that run at the same time. */
  id: string;
};

const BEAT_MS = 1_000;
/** Less than the pause between two: a slow API never sees more than one at once. */
const BEAT_WITHIN_MS = 900;
const RESOLUTION_MS = 20;

/**
 * Tells the API once a second that this process runs and how it does, until stopped; the last beat says that it
 * leaves, so that only a process that died is shown as down. An API that is away is logged once per outage.
 */
export function startHeartbeat({ apiUrl, serviceToken, id }: HeartbeatOptions): { stop(): Promise<void> } {
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${apiUrl}/trpc`, headers: { authorization: `Bearer ${serviceToken}` } })],
  });
  const requests = watchRequests();
  const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  lag.enable();
  let isAway = false;

  async function beat(leaving: boolean): Promise<void> {
    const worstLag = lag.count === 0 ? 0 : Math.max(0, lag.max / 1e6 - RESOLUTION_MS);
    lag.reset();
    const input = {
      id,
      role: 'web' as const,
      pid: process.pid,
      uptimeMs: Math.round(process.uptime() * 1_000),
      ...requests.read(),
      eventLoopLagMs: Math.round(worstLag * 10) / 10,
      rssBytes: process.memoryUsage.rss(),
      leaving,
    };
    try {
      await api.operations.beat.mutate(input, { signal: AbortSignal.timeout(BEAT_WITHIN_MS) });
      isAway = false;
    } catch (error) {
      if (!isAway) console.warn('The heartbeat does not reach the API:', error);
      isAway = true;
    }
  }

  let beating = beat(false);
  const timer = setInterval(() => {
    beating = beat(false);
  }, BEAT_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await beating;
      await beat(true);
      requests.stop();
      lag.disable();
    },
  };
}
