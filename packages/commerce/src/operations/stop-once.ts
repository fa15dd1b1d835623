/**
 * Lets the first SIGTERM or SIGINT stop the process: `stop`, then exit code 0, or 1 with the error when it fails.
 * Every further signal is taken for the same wish.
 */
export function stopOnce(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) return;
    stopping = true;
    void stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
