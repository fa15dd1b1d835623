/** What ends a stream: its client goes, or this process drains. */
export type StreamEnd = { client: AbortSignal | undefined; draining: AbortSignal };

/** Aborted by either, to end a wait. */
export function whenEnding({ client, draining }: StreamEnd): AbortSignal {
  return client ? AbortSignal.any([client, draining]) : draining;
}

/**
 * Whether the client has gone.
 *
 * A drain throws instead, an AbortError: tRPC then ends the stream without its goodbye, which would tell the
 * client that all is said, and so the client connects again, to a process that stays. When the client has gone
 * nobody would catch an error.
 */
export function hasEnded({ client, draining }: StreamEnd): boolean {
  if (client?.aborted) return true;
  draining.throwIfAborted();
  return false;
}
