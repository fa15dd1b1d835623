import { expect, it } from 'vitest';
import { askForScriptWhenSeen } from './script-when-seen.ts';

const HEAD = `<html><head><link rel="preload" as="script" fetchPriority="low" nonce="n" href="/_next/static/a.js"/><link rel="preload" as="font" href="/f.woff2"/>`;
const OLD = `<script src="/_next/static/old.js" noModule="" nonce="n"></script>`;
const DATA = `<script nonce="n">self.__next_f.push([1,"\\u003cscript src=/_next/static/a.js async>"])</script>`;
const script = (src: string) => `<script nonce="n" src="${src}" async=""></script>`;

it('all script that a page loads by itself is asked for by one that is in it, and nothing else changes', () => {
  const page = `${HEAD}${script('/_next/static/a.js')}${OLD}</head><body><h1>Rope</h1>${DATA}${script('/_next/static/b.js')}</body></html>`;
  const [before, after] = [
    `${HEAD.replace(/<link rel="preload" as="script".*?>/, '')}${OLD}</head><body><h1>Rope</h1>${DATA}`,
    '</body></html>',
  ];
  const asked = askForScriptWhenSeen(page, 'n');
  expect(asked.startsWith(`${before}<script nonce="n">`)).toBe(true);
  expect(asked.endsWith(`</script>${after}`)).toBe(true);
  expect(asked.slice(before.length)).toContain('(["/_next/static/a.js","/_next/static/b.js"], ');
});

it.each([
  ['no script of Next', `<body><script src="https://else.where/a.js" async></script>${DATA}</body>`],
  ['no end', `<body>${script('/_next/static/a.js')}`],
])('a page with %s stays as it is', (_what, page) => {
  expect(askForScriptWhenSeen(page, 'n')).toBe(page);
});
