import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { sha256 } from '../infra/tokens.ts';
import { withDeadline } from '../infra/with-deadline.ts';
import type { Viewer } from './viewer.ts';

/** Every call of a signed-in caller waits for this: a database that hangs is told of soon. */
const LONGEST_READ_MS = 2_000;

/**
 * Who an access token belongs to; null when it is unknown, expired or its session has ended.
 * @throws DomainError UNAVAILABLE: sessions cannot be read within 2 s.
 */
export async function readViewer(deps: Deps, accessToken: string): Promise<Viewer | null> {
  return withDeadline(LONGEST_READ_MS, () => findViewer(deps, accessToken)).catch(refuseTimeout);
}

async function findViewer({ db }: Deps, accessToken: string): Promise<Viewer | null> {
  const [viewer] = await db.primary.$queryRaw<Viewer[]>`
    SELECT users.id AS "userId", users.role::text AS role, users.email, users.name
    FROM session JOIN users ON users.id = session.user_id
    WHERE session.access_token_hash = ${sha256(accessToken)}
      AND session.expires_at > now() AND session.ended_at IS NULL`;
  return viewer ?? null;
}

function refuseTimeout(error: unknown): never {
  if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
  throw new DomainError('UNAVAILABLE', 'The shop cannot answer right now. Please try again in a moment.', {
    cause: error,
    retryAfter: 5,
  });
}
