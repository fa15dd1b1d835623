/** Next calls this once when a server process starts, before it answers anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { API_URL, SERVICE_TOKEN, NODE_ID, NODE_ENV } = process.env;
    if (!API_URL || !SERVICE_TOKEN) return;
    // Sources that have changed are seen by rendering.
    if (NODE_ENV === 'production') (await import('./page-tier/start-page-tier.ts')).startPageTier(API_URL);
    const { doBeforeStop } = await import('./heartbeat/do-before-stop.ts');
    const { startHeartbeat } = await import('./heartbeat/start-heartbeat.ts');
    const heartbeat = startHeartbeat({ apiUrl: API_URL, serviceToken: SERVICE_TOKEN, id: NODE_ID ?? 'web' });
    doBeforeStop(() => heartbeat.stop());
  }
}
