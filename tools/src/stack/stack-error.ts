/** A failure whose message alone tells a person what is wrong and what to do; shown without a stack. */
export class StackError extends Error {
  override name = 'StackError';
}
