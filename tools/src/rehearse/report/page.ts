import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Html, html } from './html.ts';

const FACES = [
  ['Fraunces', '@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2'],
  ['Instrument Sans', '@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2'],
  ['Geist Mono', '@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2'],
] as const;

/** A page that is one file: it asks nothing of any network, so it can be sent, kept, and opened from a disk. */
export async function toPage(title: string, body: Html): Promise<string> {
  const faces = await Promise.all(FACES.map(([family, file]) => readFace(family, file)));
  const own = ['page.css', 'page-charts.css', 'page-cursor.js'].map((file) => readOwn(file));
  const [style = '', charts = '', script = ''] = await Promise.all(own);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(faces.join('\n'))}
${new Html(style)}${new Html(charts)}</style>
</head>
<body>
${body}
<script>${new Html(script)}</script>
</body>
</html>
`.text;
}

function readOwn(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), 'utf8');
}

async function readFace(family: string, file: string): Promise<string> {
  const data = await readFile(fileURLToPath(import.meta.resolve(file)), 'base64');
  return `@font-face{font-family:"${family}";font-weight:100 900;src:url(data:font/woff2;base64,${data}) format("woff2")}`;
}
