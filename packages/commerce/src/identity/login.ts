import type { loginInput, Session } from '@holdfast/shared/contracts/identity';
import { DomainError } from '@holdfast/shared/errors';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openSession } from './open-session.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { describeViewer } from './viewer.ts';

let decoyHash: Promise<string> | undefined;

/**
 * Signs a person in with a session of its own.
 *
 * @throws DomainError UNAUTHENTICATED: for an unknown e-mail and for a wrong password alike, in the same time.
 */
export async function login(deps: Deps, input: z.output<typeof loginInput>): Promise<Session> {
  const user = await deps.db.primary.user.findUnique({ where: { email: input.email.toLowerCase() } });
  // Without an account there is still a hash to check, so that the time does not tell who is a customer.
  decoyHash ??= hashPassword('');
  const isRight = await verifyPassword(input.password, user?.passwordHash ?? (await decoyHash));
  if (!user || !isRight) throw new DomainError('UNAUTHENTICATED', 'The e-mail or the password is wrong.');
  const viewer = { userId: user.id, role: user.role, email: user.email, name: user.name };
  return { ...(await openSession(deps, user.id)), user: describeViewer(viewer) };
}
