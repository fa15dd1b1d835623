/**
 * Aborted when the client goes or this process drains. A stream that ends by it says no goodbye, so its client
 * connects again, to a process that stays.
 */
export function untilDrained(client: AbortSignal | undefined, draining: AbortSignal): AbortSignal {
  return client ? AbortSignal.any([client, draining]) : draining;
}
