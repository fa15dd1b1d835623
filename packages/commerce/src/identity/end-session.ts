import type { logoutOutput } from '@holdfast/shared/contracts/identity';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { sha256 } from '../infra/tokens.ts';

/** Signs out: ends the sessions that these tokens belong to. What is unknown or has ended is no error. */
export async function endSession(
  { db }: Deps,
  shown: { accessToken: string | null; refreshToken: string | null },
): Promise<z.output<typeof logoutOutput>> {
  await db.primary.$executeRaw`
    UPDATE session SET ended_at = now()
    WHERE ended_at IS NULL AND (access_token_hash = ${hashOf(shown.accessToken)}
                                OR refresh_token_hash = ${hashOf(shown.refreshToken)})`;
  return { ended: true };
}

function hashOf(token: string | null): string | null {
  return token === null ? null : sha256(token);
}
