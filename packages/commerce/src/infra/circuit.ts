import CircuitBreaker from 'opossum';

export type CircuitState = 'closed' | 'half_open' | 'open';

export type CircuitReport = { name: string; state: CircuitState };

/** It failed too often a moment ago, so it was not called. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

/**
 * Half of all calls must fail, of at least so many: one shopper's card, or one deploy of the other side, is no reason
 * to call nobody.
 */
const FAULTS_PERCENT = 50;
const LEAST_CALLS = 20;
const WINDOW_MS = 10_000;
/** Then one call goes out; what becomes of it decides for all. */
const TRY_AGAIN_MS = 5_000;

/**
 * A fuse in the line to somebody outside. When too many calls fail, none is made for 5 s: those who wait for a dead
 * server hold up everybody else, and a sick one is not helped by being asked more.
 */
export class Circuit {
  readonly name: string;
  readonly #breaker: CircuitBreaker<[() => Promise<unknown>]>;

  /** `isFault`: whether an error is the other side's failure to do its work, and not an answer. */
  constructor(name: string, isFault: (error: unknown) => boolean) {
    this.name = name;
    this.#breaker = new CircuitBreaker((call) => call(), {
      // The caller's own signal ends a call.
      timeout: false,
      rollingCountTimeout: WINDOW_MS,
      volumeThreshold: LEAST_CALLS,
      errorThresholdPercentage: FAULTS_PERCENT,
      resetTimeout: TRY_AGAIN_MS,
      errorFilter: (error) => !isFault(error),
    });
  }

  /** @throws CircuitOpen: the call was not made. Otherwise as the call does. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    try {
      return (await this.#breaker.fire(call)) as T;
    } catch (error) {
      if (isRejection(error)) throw new CircuitOpen(`${this.name} is not called now: it failed too often.`);
      throw error;
    }
  }

  read(): CircuitReport {
    const { opened, halfOpen } = this.#breaker;
    return { name: this.name, state: halfOpen ? 'half_open' : opened ? 'open' : 'closed' };
  }
}

function isRejection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EOPENBREAKER';
}
