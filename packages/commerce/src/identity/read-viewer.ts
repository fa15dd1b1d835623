import type { Deps } from '../deps.ts';
import { sha256 } from '../infra/tokens.ts';
import type { Viewer } from './viewer.ts';

/** Who an access token belongs to; null when it is unknown, expired or its session has ended. */
export async function readViewer({ db }: Deps, accessToken: string): Promise<Viewer | null> {
  const [viewer] = await db.primary.$queryRaw<Viewer[]>`
    SELECT users.id AS "userId", users.role::text AS role, users.email, users.name
    FROM session JOIN users ON users.id = session.user_id
    WHERE session.access_token_hash = ${sha256(accessToken)}
      AND session.expires_at > now() AND session.ended_at IS NULL`;
  return viewer ?? null;
}
