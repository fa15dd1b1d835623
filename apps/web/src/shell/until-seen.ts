/** Who says nothing of paints must not be left with a page that is dead. */
const LONGEST_WAIT_MS = 3_000;

/**
 * Resolves when the page is on the screen. Script mostly comes before the first frame does, and would take the processor
 * from it. A third of what has to run then is begun here, in a task of its own, so that a touch after it is heard.
 */
export async function untilSeen(): Promise<void> {
  if (document.visibilityState === 'visible') await Promise.race([firstPaint(), nextTask(LONGEST_WAIT_MS)]);
  await nextTask();
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
