import 'server-only';
import { headers } from 'next/headers';
import { setTimeout } from 'node:timers/promises';
import { type ReactElement, type ReactNode, Suspense } from 'react';
import { isAskedByRouter } from './asked-by-router.ts';

/** Who waits less sees no skeleton: it would only flash. */
const PATIENCE_MS = 150;

type Props = { skeleton: ReactNode; children: Promise<ReactElement> };

/**
 * A page, or its skeleton where its data is slow: then the page follows in the same answer. A document comes whole, since
 * without script nothing would take the skeleton's place.
 */
export async function WhenSlow({ skeleton, children }: Props) {
  if (!isAskedByRouter(await headers())) return children;
  const isSlow = await Promise.race([children.then(() => false), setTimeout(PATIENCE_MS, true)]);
  return isSlow ? <Suspense fallback={skeleton}>{children}</Suspense> : children;
}
