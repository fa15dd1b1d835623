const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Has `work` done before those who listen for SIGTERM and SIGINT by now hear of them. Next is one of them, and
 * exits within milliseconds once nothing is under way: too soon for anything that goes over the network.
 */
export function doBeforeStop(work: () => Promise<void>): void {
  let done: Promise<void> | undefined;
  for (const signal of STOP_SIGNALS) {
    const listeners = process.listeners(signal);
    process.removeAllListeners(signal);
    process.on(signal, (...told: Parameters<NodeJS.SignalsListener>) => {
      done ??= work();
      void done.finally(() => {
        for (const listener of listeners) listener(...told);
      });
    });
  }
}
