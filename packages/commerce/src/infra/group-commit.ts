import { DomainError } from '@holdfast/shared/errors';

type Waiting<Call, Answer> = {
  call: Call;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

const SLOW_MS = 2_000;

export type GroupCommitOptions<Call, Answer> = {
  /** Runs calls together; the answers come in their order. When it throws, nothing was done for any of them. */
  run: (calls: Call[]) => Promise<Answer[]>;
  /** Calls in a group at most. */
  most: number;
  /** Groups under way at once. */
  lanes: number;
  /** Calls that may wait; one more is refused. */
  mostWaiting: number;
};

/**
 * Lets calls that come together share a transaction. Nobody waits for company: a call that finds a free lane goes at
 * once and alone, and only what comes meanwhile is gathered, so groups grow with the crowd.
 */
export class GroupCommit<Call, Answer> {
  readonly #options: GroupCommitOptions<Call, Answer>;
  readonly #waiting: Waiting<Call, Answer>[] = [];
  #running = 0;

  constructor(options: GroupCommitOptions<Call, Answer>) {
    this.#options = options;
  }

  /** @throws DomainError OVERLOADED: too many wait already. */
  submit(call: Call): Promise<Answer> {
    if (this.#waiting.length >= this.#options.mostWaiting) {
      throw new DomainError('OVERLOADED', 'Too many people order at this moment. Please try again.', {
        retryAfter: 1,
      });
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
      this.#start();
    });
  }

  #start(): void {
    while (this.#running < this.#options.lanes && this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#options.most);
      this.#running += 1;
      void this.#runGroup(group).finally(() => {
        this.#running -= 1;
        this.#start();
      });
    }
  }

  /** What breaks a group is tried again call by call, so that it is the fault of one alone. */
  async #runGroup(group: Waiting<Call, Answer>[]): Promise<void> {
    const begun = performance.now();
    try {
      const answers = await this.#options.run(group.map(({ call }) => call));
      group.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('a call of the group was not answered'));
        else resolve(answer);
      });
    } catch (error) {
      // A database that hangs is nobody's fault, and would hang for each of them in turn.
      const isSlow = performance.now() - begun > SLOW_MS;
      if (group.length === 1 || isSlow) for (const { reject } of group) reject(error);
      else for (const member of group) await this.#runGroup([member]);
    }
  }
}
