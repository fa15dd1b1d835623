import { DomainError } from '@holdfast/shared/errors';

/** The provider has read the request and will never do it: neither trying again nor waiting changes that. */
export class RequestRefused extends DomainError {
  /** False: the same key has been used for something else, which may have moved money. */
  readonly isNothingDone: boolean;

  constructor(message: string, { isNothingDone }: { isNothingDone: boolean }) {
    super('CONFLICT', message);
    this.isNothingDone = isNothingDone;
  }
}
