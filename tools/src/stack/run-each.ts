/** Runs each step of a clean-up in turn, also after one that failed. @throws Error in the words of all that failed. */
export async function runEach(steps: (() => unknown)[]): Promise<void> {
  const failures: string[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  if (failures.length > 0) throw new Error(failures.join('\n'));
}
