import { useRouter } from 'next/navigation';
import { useState } from 'react';

/** What of a panel is being changed, and what the last change did, in words. */
export function usePanel<Change>() {
  const router = useRouter();
  const [change, setChange] = useState<Change | null>(null);
  const [done, setDone] = useState('');
  // After a lost answer the change may have been made: what is shown is read anew in any case.
  const onClose = () => {
    setChange(null);
    router.refresh();
  };
  return {
    change,
    done,
    start: (next: Change) => {
      setDone('');
      setChange(next);
    },
    dialog: {
      onClose,
      onDone: (message: string) => {
        setDone(message);
        onClose();
      },
    },
  };
}

export type DialogEnd = ReturnType<typeof usePanel>['dialog'];
