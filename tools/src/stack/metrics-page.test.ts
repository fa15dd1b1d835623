import { describe, expect, it } from 'vitest';
import { mergeMetrics, processUpMetrics } from './metrics-page.ts';

function page(instance: string): string {
  return [
    '# HELP requests_total Requests.',
    '# TYPE requests_total counter',
    `requests_total{instance="${instance}",path="/"} 3`,
    '',
    '# HELP wait_seconds Wait.',
    '# TYPE wait_seconds histogram',
    `wait_seconds_bucket{le="1",instance="${instance}"} 2`,
    `wait_seconds_sum{instance="${instance}"} 0.5`,
    '',
  ].join('\n');
}

describe('mergeMetrics', () => {
  it('gives HELP and TYPE of a family once, and its samples of all processes together', () => {
    expect(mergeMetrics([page('api-1'), page('api-2')]).split('\n')).toEqual([
      '# HELP requests_total Requests.',
      '# TYPE requests_total counter',
      'requests_total{instance="api-1",path="/"} 3',
      'requests_total{instance="api-2",path="/"} 3',
      '# HELP wait_seconds Wait.',
      '# TYPE wait_seconds histogram',
      'wait_seconds_bucket{le="1",instance="api-1"} 2',
      'wait_seconds_sum{instance="api-1"} 0.5',
      'wait_seconds_bucket{le="1",instance="api-2"} 2',
      'wait_seconds_sum{instance="api-2"} 0.5',
      '',
    ]);
  });

  it('keeps a family that only one process has', () => {
    const merged = mergeMetrics([page('api-1'), '# TYPE jobs gauge\njobs{instance="worker-1"} 1\n']);
    expect(merged).toContain('# TYPE jobs gauge\njobs{instance="worker-1"} 1\n');
  });
});

describe('processUpMetrics', () => {
  it('shows a dead process as 0', () => {
    const lines = processUpMetrics([
      { name: 'api-1', up: true },
      { name: 'api-2', up: false },
    ]).split('\n');
    expect(lines.slice(2)).toEqual([
      'holdfast_process_up{instance="api-1"} 1',
      'holdfast_process_up{instance="api-2"} 0',
    ]);
  });
});
