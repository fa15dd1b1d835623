const NONCE_IN_POLICY = /'nonce-([A-Za-z0-9+/]{48})'/;

/** For the scripts of one answer. Each is as long as every other, so that one can be written over another. */
export function newNonce(): string {
  return btoa(crypto.randomUUID());
}

/** The nonce that a Content-Security-Policy names; undefined when it names none of ours. */
export function nonceOf(policy: string): string | undefined {
  return NONCE_IN_POLICY.exec(policy)?.[1];
}
