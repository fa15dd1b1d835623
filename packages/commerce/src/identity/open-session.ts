import type { Session } from '@holdfast/shared/contracts/identity';
import type { Deps } from '../deps.ts';
import { newSessionTokens, SESSION_HOURS, SESSION_REFRESH_DAYS } from './session-tokens.ts';

/** A new session of a user. The tokens are given here and never again: the row keeps their hashes. */
export async function openSession(
  { db }: Deps,
  userId: string,
): Promise<Pick<Session, 'accessToken' | 'refreshToken' | 'expiresAt'>> {
  const { accessToken, refreshToken, hashes } = newSessionTokens();
  const [session] = await db.primary.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO session (user_id, access_token_hash, refresh_token_hash, expires_at, refresh_expires_at)
    VALUES (${userId}::uuid, ${hashes.access}, ${hashes.refresh},
            now() + ${SESSION_HOURS} * interval '1 hour', now() + ${SESSION_REFRESH_DAYS} * interval '1 day')
    RETURNING expires_at AS "expiresAt"`;
  if (!session) throw new Error('the session was not stored');
  return { accessToken, refreshToken, expiresAt: session.expiresAt.toISOString() };
}
