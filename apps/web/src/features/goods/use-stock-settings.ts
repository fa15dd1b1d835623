import type { InventorySettings } from '@holdfast/shared/contracts/inventory';
import { QueryClient, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { errorCode } from '../../api/errors.ts';
import type { FailureCode } from '../../desk/table-load.ts';

type Reading = {
  /** As they were when they were first read. */
  settings: InventorySettings | undefined;
  /** Why they could not be read; null while they are being read. */
  code: FailureCode | null;
  readAgain: () => void;
};

/** How a variant's stock is promised and told, as the API has it when a dialog opens. */
export function useStockSettings(variantId: string): Reading {
  const [queries] = useState(() => new QueryClient());
  const { data, error, isFetching, refetch } = useQuery(
    {
      queryKey: ['stock-settings', variantId],
      queryFn: ({ signal }) => trpc.inventory.settings.query({ variantId }, { signal }),
      // What was read stays beneath what is typed; a reading that failed is repeated when the page is seen again.
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      networkMode: 'always',
    },
    queries,
  );
  return {
    settings: data,
    code: error && !isFetching ? errorCode(error) : null,
    readAgain: () => void refetch(),
  };
}
