import { TRPCClientError } from '@trpc/client';
import { errorCode } from '../api/errors.ts';

export type FailureCode = ReturnType<typeof errorCode>;
export type Loaded<Data> = { data: Data } | { code: FailureCode };

/** What the API answered, or the code of its refusal. Any other error is a fault of ours and goes on. */
export async function load<Data>(answer: Promise<Data>): Promise<Loaded<Data>> {
  try {
    return { data: await answer };
  } catch (error) {
    if (error instanceof TRPCClientError) return { code: errorCode(error) };
    throw error;
  }
}
