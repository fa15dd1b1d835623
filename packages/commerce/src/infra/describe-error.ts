const MAX_LENGTH = 2_000;
const ADDRESS = /[^\s@<>"']+@[^\s@<>"']+/g;

/** An error's message without personal data: a mail server repeats the address that it refuses. */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(ADDRESS, '(address)').replaceAll('\0', '').slice(0, MAX_LENGTH);
}
