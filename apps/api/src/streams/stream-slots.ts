import { DomainError } from '@holdfast/shared/errors';

const RETRY_SECONDS = 5;

/** Bounds the streams that this process keeps open at once: each holds a connection and memory for hours. */
export class StreamSlots {
  readonly #most: number;
  #open = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The stream, counted from its first event to its end. @throws DomainError OVERLOADED: no slot is free. */
  async *hold<T>(stream: AsyncIterable<T>): AsyncGenerator<T, void> {
    if (this.#open >= this.#most) {
      throw new DomainError('OVERLOADED', 'Too many are watching. Please try again in a moment.', {
        retryAfter: RETRY_SECONDS,
      });
    }
    this.#open += 1;
    try {
      yield* stream;
    } finally {
      this.#open -= 1;
    }
  }
}
