import { ProviderUnavailable } from './provider.ts';

/**
 * It was not done, but for a reason that says nothing about how the provider is: the bank of one card does not answer
 * it, it does not know us, or there was no time left to ask it.
 */
export class NotProvidersFault extends ProviderUnavailable {}
