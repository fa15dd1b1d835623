import type { Viewer } from '@holdfast/commerce/identity/viewer';
import { DomainError } from '@holdfast/shared/errors';

/** @throws DomainError UNAUTHENTICATED: nobody is signed in. */
export function requireUser(viewer: Viewer | null): Viewer {
  if (!viewer) throw new DomainError('UNAUTHENTICATED', 'Please sign in.');
  return viewer;
}

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function requireOperator(viewer: Viewer | null): Viewer {
  const user = requireUser(viewer);
  if (user.role !== 'operator') throw new DomainError('FORBIDDEN', 'This is for operators only.');
  return user;
}
