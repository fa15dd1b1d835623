'use client';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl/react';

/** Lies over the foot of the page, so that nothing moves when the connection goes and comes. */
export function OfflineBar() {
  const t = useTranslations('shell');
  const isOnline = useSyncExternalStore(
    watch,
    () => navigator.onLine,
    () => true,
  );
  return (
    <output className="fixed inset-x-0 bottom-0 z-40 block">
      {!isOnline && (
        <span className="block border-t border-warning bg-warning-soft px-4 py-3 text-center text-sm text-ink">
          {t('offline')}
        </span>
      )}
    </output>
  );
}

function watch(tell: () => void): () => void {
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  return () => {
    window.removeEventListener('online', tell);
    window.removeEventListener('offline', tell);
  };
}
