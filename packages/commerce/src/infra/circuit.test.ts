import { describe, expect, it } from 'vitest';
import { Circuit, CircuitOpen } from './circuit.ts';

class Refused extends Error {}

const newCircuit = () => new Circuit('outside', (error) => !(error instanceof Refused));
const fails = () => Promise.reject(new Error('it is away'));
const works = async () => 'done';

/** Calls so many times, one after the other; gives how often the call was really made. */
async function callTimes(circuit: Circuit, times: number, call: () => Promise<unknown>): Promise<number> {
  let made = 0;
  for (let count = 0; count < times; count += 1) {
    await circuit
      .run(() => {
        made += 1;
        return call();
      })
      .catch(() => {});
  }
  return made;
}

describe('a circuit', () => {
  it('is not opened by a few failures', async () => {
    const circuit = newCircuit();
    expect(await callTimes(circuit, 19, fails)).toBe(19);
    expect(circuit.read()).toEqual({ name: 'outside', state: 'closed' });
    expect(await circuit.run(works)).toBe('done');
  });

  it('is opened when half of many calls fail; then nothing is called, and the caller is told so', async () => {
    const circuit = newCircuit();
    await callTimes(circuit, 15, works);
    await callTimes(circuit, 16, fails);
    expect(circuit.read().state).toBe('open');
    expect(await callTimes(circuit, 10, works)).toBe(0);
    await expect(circuit.run(works)).rejects.toThrow(CircuitOpen);
  });

  it('is not opened while more calls succeed than fail', async () => {
    const circuit = newCircuit();
    await callTimes(circuit, 30, works);
    expect(await callTimes(circuit, 29, fails)).toBe(29);
    expect(circuit.read().state).toBe('closed');
  });

  it('takes a refusal for an answer, and hands it on', async () => {
    const circuit = newCircuit();
    const refuses = () => Promise.reject(new Refused('no'));
    expect(await callTimes(circuit, 50, refuses)).toBe(50);
    await expect(circuit.run(refuses)).rejects.toThrow(Refused);
    expect(circuit.read().state).toBe('closed');
  });

  it('lets one call through after a while, which decides for all', async () => {
    const circuit = newCircuit();
    await callTimes(circuit, 20, fails);
    const halfOpens = () => expect.poll(() => circuit.read().state, { timeout: 10_000 }).toBe('half_open');
    await halfOpens();
    await callTimes(circuit, 1, fails);
    expect(circuit.read().state).toBe('open');

    await halfOpens();
    const trial = Promise.withResolvers<string>();
    const first = circuit.run(() => trial.promise);
    expect(await callTimes(circuit, 5, works)).toBe(0);
    trial.resolve('it is back');
    expect(await first).toBe('it is back');
    expect(circuit.read().state).toBe('closed');
    expect(await callTimes(circuit, 5, works)).toBe(5);
  });
});
