import { type Circuit, CircuitOpen } from '../infra/circuit.ts';
import { NotProvidersFault } from './not-providers-fault.ts';
import { type PaymentProvider, ProviderUnavailable } from './provider.ts';
import { RequestRefused } from './request-refused.ts';

/** A refusal is an answer, whether it is given or thrown. */
export function isProvidersFault(error: unknown): boolean {
  return !(error instanceof NotProvidersFault || error instanceof RequestRefused);
}

/** The provider behind a circuit: while that is open nothing is asked of it, so nothing was done. */
export function withCircuit(provider: PaymentProvider, circuit: Circuit): PaymentProvider {
  const guard = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await circuit.run(call);
    } catch (error) {
      if (error instanceof CircuitOpen) throw new ProviderUnavailable(error.message);
      throw error;
    }
  };
  return {
    authorize: (request) => guard(() => provider.authorize(request)),
    capture: (request) => guard(() => provider.capture(request)),
    cancel: (request) => guard(() => provider.cancel(request)),
    refund: (request) => guard(() => provider.refund(request)),
    find: (idempotencyKey, signal) => guard(() => provider.find(idempotencyKey, signal)),
    readWebhook: (webhook) => provider.readWebhook(webhook),
  };
}
