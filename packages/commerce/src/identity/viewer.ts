import type { User, UserRole } from '@holdfast/shared/contracts/identity';

/** Who is signed in. */
export type Viewer = { userId: string; role: UserRole; email: string; name: string };

/** The viewer as the API shows them. */
export function describeViewer(viewer: Viewer): User {
  return { id: viewer.userId, email: viewer.email, name: viewer.name, role: viewer.role };
}
