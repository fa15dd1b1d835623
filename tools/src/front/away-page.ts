import { createHash } from 'node:crypto';

type Words = { lang: string; dir: 'ltr' | 'rtl'; title: string; lead: string; kept: string; again: string };

const ENGLISH: Words = {
  lang: 'en',
  dir: 'ltr',
  title: 'Back in a moment',
  lead: 'A part of the shop is starting again.',
  kept: 'Your cart and your orders are kept. This page tries again by itself every few seconds.',
  again: 'Try again now',
};

const HEBREW: Words = {
  lang: 'he',
  dir: 'rtl',
  title: 'חוזרים עוד רגע',
  lead: 'חלק מהחנות עולה מחדש.',
  kept: 'העגלה וההזמנות שמורות. הדף מנסה שוב מעצמו כל כמה שניות.',
  again: 'לנסות שוב עכשיו',
};

const STYLE = `
:root{color-scheme:light dark;--surface:#f3f1ea;--ink:#10201f;--soft:#41524e;--sea:#8fb8a8;--kelp:#1f3d36;--lamp:#e2571e}
@media (prefers-color-scheme:dark){:root{--surface:#0d1715;--ink:#f3f1ea;--soft:#b3c2bc;--sea:#2c5248;--kelp:#8fb8a8}}
*{box-sizing:border-box;margin:0}
body{min-block-size:100vh;display:grid;place-items:center;padding:24px;background:var(--surface);color:var(--ink);
font:17px/1.55 "Instrument Sans","Noto Sans Hebrew",system-ui,sans-serif}
main{max-inline-size:34rem;inline-size:100%}
svg{display:block;inline-size:100%;max-inline-size:20rem;block-size:auto;margin-block-end:32px}
h1{font:500 clamp(2rem,6vw,2.75rem)/1.15 Fraunces,"Noto Serif Hebrew",Georgia,serif;text-wrap:balance;margin-block-end:12px}
p{color:var(--soft);max-inline-size:60ch}
p+p{margin-block-start:4px}
a{display:inline-flex;align-items:center;min-block-size:44px;margin-block-start:24px;padding-inline:18px;
border:1px solid currentColor;border-radius:4px;color:inherit;text-decoration:none}
a:focus-visible{outline:2px solid var(--lamp);outline-offset:3px}
`;

/** A moored buoy on a calm sea. */
const PICTURE = `<svg viewBox="0 0 320 150" aria-hidden="true">
<path fill="var(--sea)" d="M0 96c40-10 66 8 106 0s62-8 104 0 70 4 110-2v56H0z"/>
<path fill="var(--kelp)" d="m148 92 8-52h8l8 52z"/><path fill="var(--kelp)" d="M132 90h56l-10 22h-36z"/>
<circle cx="160" cy="32" r="8" fill="var(--lamp)"/>
<path fill="var(--sea)" opacity=".75" d="M0 108c44-8 74 10 118 2s60-10 98-2 66 6 104 0v42H0z"/>
</svg>`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
export const AWAY_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'`;

/** What a person sees while Next is away: whole in itself, in the language of the path. */
export function awayPage(path: string, retrySeconds: number): string {
  const { lang, dir, title, lead, kept, again } = /^\/he(?=[/?]|$)/.test(path) ? HEBREW : ENGLISH;
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="${retrySeconds}">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${PICTURE}
<h1>${title}</h1>
<p>${lead}</p>
<p>${kept}</p>
<a href="">${again}</a>
</main>
</body>
</html>
`;
}
