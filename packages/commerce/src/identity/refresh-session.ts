import type { Session } from '@holdfast/shared/contracts/identity';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { sha256 } from '../infra/tokens.ts';
import { newSessionTokens, SESSION_HOURS, SESSION_REFRESH_DAYS } from './session-tokens.ts';
import { describeViewer, type Viewer } from './viewer.ts';

type Renewed = Viewer & { expiresAt: Date };

/**
 * Gives a session new tokens; both old ones end with it. Of two that come at once with the same token one is
 * renewed and the other refused.
 * @throws DomainError UNAUTHENTICATED: the token is unknown, was used before, or its session has ended.
 */
export async function refreshSession({ db }: Deps, input: { refreshToken: string }): Promise<Session> {
  const { accessToken, refreshToken, hashes } = newSessionTokens();
  const [renewed] = await db.primary.$queryRaw<Renewed[]>`
    UPDATE session
    SET access_token_hash = ${hashes.access}, refresh_token_hash = ${hashes.refresh},
        expires_at = now() + ${SESSION_HOURS} * interval '1 hour',
        refresh_expires_at = now() + ${SESSION_REFRESH_DAYS} * interval '1 day'
    FROM users
    WHERE users.id = session.user_id AND session.refresh_token_hash = ${sha256(input.refreshToken)}
      AND session.refresh_expires_at > now() AND session.ended_at IS NULL
    RETURNING session.expires_at AS "expiresAt", users.id AS "userId", users.role::text AS role, users.email,
              users.name`;
  if (!renewed) throw new DomainError('UNAUTHENTICATED', 'You are not signed in any more. Please sign in.');
  return {
    accessToken,
    refreshToken,
    expiresAt: renewed.expiresAt.toISOString(),
    user: describeViewer(renewed),
  };
}
