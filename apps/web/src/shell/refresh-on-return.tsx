'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** The router goes back and forth to pages as they were. They are shown so at once, and then as they are. */
export function RefreshOnReturn() {
  const router = useRouter();
  useEffect(() => {
    // After the router has heard of it too, or the page that is left would be read again.
    const refresh = () => setTimeout(() => router.refresh());
    window.addEventListener('popstate', refresh);
    return () => window.removeEventListener('popstate', refresh);
  }, [router]);
  return null;
}
