import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY } from '../stack/repository.ts';

const DEPLOY = path.join(REPOSITORY, 'deploy');
/** Made by Prometheus itself, of no process's page. */
const OWN = new Set(['up', 'ALERTS']);
const KEYWORDS = new Set(['and', 'or', 'unless']);

/** The metrics that a PromQL expression asks for. */
export function metricsOf(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, '');
  const names = Array.from(bare.matchAll(/\b[a-z_:][\w:]*\b(?!\s*\()/gi), ([name]) => name);
  return names.filter((name) => !KEYWORDS.has(name) && !OWN.has(name));
}

type Board = { panels: { targets?: { expr: string }[] }[] };

/** What the deployed alerts and the board ask for, each once. */
export async function readAskedMetrics(): Promise<{ alerts: string[]; board: string[] }> {
  const rules = await readFile(path.join(DEPLOY, 'prometheus/alerts.yml'), 'utf8');
  const board = await readFile(path.join(DEPLOY, 'grafana/dashboards/holdfast.json'), 'utf8');
  const { panels } = JSON.parse(board) as Board;
  const asked = (expressions: string[]) => [...new Set(expressions.flatMap(metricsOf))];
  return {
    alerts: asked(Array.from(rules.matchAll(/^ +expr: (.+)$/gm), ([, expression = '']) => expression)),
    board: asked(panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))),
  };
}

/** The metrics that a page tells, by the names under which Prometheus keeps them. */
export function metricsOn(page: string): string[] {
  return Array.from(page.matchAll(/^# TYPE (\S+) (\w+)$/gm)).flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
  );
}
