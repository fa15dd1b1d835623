import type { MetadataRoute } from 'next';
import { MESSAGES } from '../i18n/messages.ts';

export default function manifest(): MetadataRoute.Manifest {
  const { siteName, siteTitle, siteDescription } = MESSAGES.en.shell;
  return {
    name: siteTitle,
    short_name: siteName,
    description: siteDescription,
    start_url: '/',
    display: 'browser',
    background_color: '#fbfaf6',
    theme_color: '#fbfaf6',
    icons: [{ src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' }],
  };
}
