import type { Deps } from '../deps.ts';
import { hashPassword, verifyPassword } from './password.ts';

/**
 * Makes the shop's operator, or gives whoever has the e-mail already this password. A password that changes ends
 * all sessions that were opened with the one before; name and role stay. Returns whether the operator was made.
 */
export async function ensureOperator(
  { db }: Pick<Deps, 'db'>,
  operator: { email: string; password: string },
): Promise<boolean> {
  const email = operator.email.toLowerCase();
  const known = await db.primary.user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true },
  });
  if (!known) return makeOperator(db, { ...operator, email });
  if (!(await verifyPassword(operator.password, known.passwordHash))) {
    await changePassword(db, { userId: known.id, password: operator.password });
  }
  return false;
}

async function makeOperator(
  db: Deps['db'],
  { email, password }: { email: string; password: string },
): Promise<boolean> {
  const { count } = await db.primary.user.createMany({
    data: { email, name: 'Operator', role: 'operator', passwordHash: await hashPassword(password) },
    skipDuplicates: true,
  });
  return count === 1;
}

async function changePassword(
  db: Deps['db'],
  { userId, password }: { userId: string; password: string },
): Promise<void> {
  const passwordHash = await hashPassword(password);
  await db.primary.$transaction([
    db.primary.user.update({ where: { id: userId }, data: { passwordHash } }),
    db.primary.session.updateMany({ where: { userId, endedAt: null }, data: { endedAt: new Date() } }),
  ]);
}
