import { untilSeen } from './shell/until-seen.ts';

declare global {
  interface Window {
    /** What Next waits for: the array of the scripts that `next/script` wants before all else, of which we have none. */
    __next_s?: { length: number; reduce: () => Promise<void> };
  }
}

// The page comes to life when it is seen. Next runs this file before that.
self.__next_s = { length: 1, reduce: untilSeen };
