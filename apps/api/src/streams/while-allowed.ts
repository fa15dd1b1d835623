import { DomainError } from '@holdfast/shared/errors';

/**
 * The stream, for as long as its reader may see it: asked every `everyMs`, before an event is handed out. A refusal
 * ends it with that error; while it cannot be asked, what was allowed stays so.
 * @throws DomainError whatever `check` refuses with
 */
export async function* whileAllowed<T>(
  stream: AsyncIterable<T>,
  { check, everyMs }: { check: () => Promise<unknown>; everyMs: number },
): AsyncGenerator<T, void> {
  let checkedAt = performance.now();
  for await (const event of stream) {
    if (performance.now() - checkedAt >= everyMs) {
      await check().catch(throwRefusal);
      checkedAt = performance.now();
    }
    yield event;
  }
}

function throwRefusal(error: unknown): void {
  if (error instanceof DomainError && error.code !== 'UNAVAILABLE') throw error;
}
