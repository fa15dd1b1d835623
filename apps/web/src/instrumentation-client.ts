/**
 * Runs in the browser before the page comes to life. Script mostly comes before the first frame is on the screen, and
 * would take the processor from it: so the page comes to life when it is seen, in some tasks between which a touch is
 * heard.
 */

/** Who says nothing of paints must not be left with a page that is dead. */
const LONGEST_WAIT_MS = 3_000;

/** They are in the page's script already; what they do when they are first asked for takes the most time of it. */
const LARGEST_PARTS = [
  () => import('react-dom/client'),
  () => import('next/dist/client/components/app-router-instance.js'),
];

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
  for (const load of LARGEST_PARTS) {
    await load();
    await nextTask();
  }
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
