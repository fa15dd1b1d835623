/**
 * Runs in the browser before the page comes to life. Script mostly comes before the first frame is on the screen, and
 * would take the processor from it: so the page comes to life when it is seen, in more than one task, between which a
 * touch is heard.
 */

/** Who says nothing of paints must not be left with a page that is dead. */
const LONGEST_WAIT_MS = 3_000;

declare global {
  interface Window {
    /** What Next waits for: the array of the scripts that `next/script` wants before all else, of which we have none. */
    __next_s?: { length: number; reduce: () => Promise<void> };
  }
}

self.__next_s = { length: 1, reduce: untilSeen };

async function untilSeen(): Promise<void> {
  if (document.visibilityState === 'visible') await Promise.race([firstPaint(), nextTask(LONGEST_WAIT_MS)]);
  await nextTask();
  // Half of what runs now is this.
  await import('react-dom/client');
  await nextTask();
}

function firstPaint(): Promise<void> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver(() => {
      observer.disconnect();
      resolve();
    });
    observer.observe({ type: 'paint', buffered: true });
  });
}

function nextTask(inMs = 0): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, inMs);
  });
}

export {};
