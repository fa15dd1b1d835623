import { expect, it } from 'vitest';
import { connectionsFor } from './connections.ts';
import { MOST_API_INSTANCES } from './settings.ts';

const TAKEN_BY_AN_API = 20;

it('a primary has room for every API process, and as much beside them however many they are', () => {
  const beside = (instances: number) => connectionsFor(instances) - instances * TAKEN_BY_AN_API;
  expect(beside(1)).toBeGreaterThanOrEqual(60);
  expect(beside(MOST_API_INSTANCES)).toBeGreaterThanOrEqual(60);
});
