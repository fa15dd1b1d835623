import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { findProgram, type Program } from '../stack/debian-program.ts';
import { runToEnd } from '../stack/process.ts';
import { REPOSITORY } from '../stack/repository.ts';
import { metricsOf } from './asked-metrics.ts';

const CONFIGURATION = path.join(REPOSITORY, 'deploy/prometheus');

let promtool: Program;
beforeAll(async () => {
  promtool = await findProgram({
    installed: ['promtool'],
    folder: path.join(REPOSITORY, '.cache/prometheus'),
    packages: ['prometheus', 'promtool'],
    unpacked: 'usr/bin/promtool',
    versionArgument: '--version',
    howToInstall: 'sudo apt-get install -y prometheus (or, on macOS, brew install prometheus)',
  });
}, 180_000);

function run(...args: string[]): Promise<string> {
  const env = { ...process.env, ...promtool.env };
  return runToEnd({ file: promtool.file, args, cwd: CONFIGURATION, env });
}

it('Prometheus accepts its configuration and each rule', async () => {
  expect(await run('check', 'config', 'prometheus.yml')).toMatch(/SUCCESS: \d+ rules found/);
});

it('each alert fires at what it is there for, and not before', async () => {
  expect(await run('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
}, 60_000);

it('each alert is explained', async () => {
  const rules = await readFile(path.join(CONFIGURATION, 'alerts.yml'), 'utf8');
  const alerts = Array.from(rules.matchAll(/- alert: (\w+)/g), ([, name]) => name);
  const page = await readFile(path.join(REPOSITORY, 'docs/observability.md'), 'utf8');
  expect(alerts.length).toBeGreaterThan(20);
  expect(alerts.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it.each([
  ['max(holdfast_primary_up) == 0', ['holdfast_primary_up']],
  ['sum by (job) (rate(a_total{outcome="b_c"}[5m])) / b_total > 300e6', ['a_total', 'b_total']],
  ['sum(up{job="api"}) == 0 unless topk(5, c:sum)', ['c:sum']],
])('the metrics of %s are %j', (expression, names) => {
  expect(metricsOf(expression)).toEqual(names);
});
