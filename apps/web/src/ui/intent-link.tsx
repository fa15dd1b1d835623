'use client';
import Link from 'next/link';
import { type PointerEvent, type ReactNode, useRef, useState } from 'react';

/** A pointer that only passes over has left by then. */
const INTENT_MS = 80;

type Props = { href: string; className?: string; children: ReactNode };

/**
 * A link whose page is fetched while a mouse rests on it. A finger that touches it may as well begin to scroll: then
 * the page is fetched by the tap. Next may show what it fetched so for 30 s, so pages behind it confirm their prices.
 */
export function IntentLink({ href, className, children }: Props) {
  const [isMeant, setIsMeant] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const rest = ({ pointerType }: PointerEvent) => {
    if (pointerType === 'mouse') timer.current = setTimeout(() => setIsMeant(true), INTENT_MS);
  };
  const leave = () => {
    clearTimeout(timer.current);
    setIsMeant(false);
  };
  return (
    <Link
      href={href}
      prefetch={isMeant}
      onPointerEnter={rest}
      onPointerLeave={leave}
      onFocus={() => setIsMeant(true)}
      onBlur={leave}
      className={className}
    >
      {children}
    </Link>
  );
}
