import { ProviderUnavailable } from './provider.ts';

/** The provider is there, but the bank of this one card does not answer it: it says nothing about other payments. */
export class IssuerAway extends ProviderUnavailable {}
