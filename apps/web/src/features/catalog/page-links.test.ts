import { expect, it, vi } from 'vitest';
import { openGraphOf, pageLinks } from './page-links.ts';

vi.stubEnv('WEB_URL', 'https://shop.example');

it('names a page by its own address, and the same page in each language, English for whoever reads none of them', () => {
  const languages = {
    en: 'https://shop.example/p/mooring-line',
    he: 'https://shop.example/he/p/mooring-line',
    'x-default': 'https://shop.example/p/mooring-line',
  };
  expect(pageLinks('en', '/p/mooring-line')).toEqual({ canonical: languages.en, languages });
  expect(pageLinks('he', '/p/mooring-line')).toEqual({ canonical: languages.he, languages });
});

it('gives the Hebrew home page the address that it has, without a slash at its end', () => {
  expect(pageLinks('he', '/').canonical).toBe('https://shop.example/he');
  expect(openGraphOf('he', '/')).toMatchObject({ url: 'https://shop.example/he', locale: 'he' });
});
