import type { Rehearsal } from '../rehearsal.ts';

export const rush: Rehearsal = {
  usage: `rush [--seed N] [--rate N] [--seconds N]`,
  run: () => Promise.resolve(0),
};
