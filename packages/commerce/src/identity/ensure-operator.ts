import type { Deps } from '../deps.ts';
import { hashPassword } from './password.ts';

/**
 * Makes the shop's operator. Whoever has the e-mail already is left as they are, password and role included.
 * Returns whether it was made.
 */
export async function ensureOperator(
  { db }: Pick<Deps, 'db'>,
  operator: { email: string; password: string },
): Promise<boolean> {
  const email = operator.email.toLowerCase();
  if (await db.primary.user.findUnique({ where: { email }, select: { id: true } })) return false;
  const { count } = await db.primary.user.createMany({
    data: { email, name: 'Operator', role: 'operator', passwordHash: await hashPassword(operator.password) },
    skipDuplicates: true,
  });
  return count === 1;
}
