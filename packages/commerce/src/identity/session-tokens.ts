import { randomToken, sha256 } from '../infra/tokens.ts';

/** How long an access token is good. */
export const SESSION_HOURS = 1;
/** How long after its last renewal a session can be renewed. */
export const SESSION_REFRESH_DAYS = 30;

const TOKEN_BYTES = 32;

/** The two tokens of a session, and what its row keeps of them. */
export function newSessionTokens() {
  const accessToken = randomToken(TOKEN_BYTES);
  const refreshToken = randomToken(TOKEN_BYTES);
  return {
    accessToken,
    refreshToken,
    hashes: { access: sha256(accessToken), refresh: sha256(refreshToken) },
  };
}
