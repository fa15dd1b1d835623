export type ChartColours = { ink: string; inkSoft: string; line: string };

const ROLES: Record<keyof ChartColours, string> = {
  ink: 'var(--ink)',
  inkSoft: 'var(--ink-soft)',
  line: 'var(--line)',
};

/** The colours of the theme as a canvas takes them. */
export function readColours(host: HTMLElement): ChartColours {
  const probe = host.appendChild(document.createElement('span'));
  // Where motion is reduced every change of colour is a transition, if a short one.
  probe.style.transitionProperty = 'none';
  const read = (role: keyof ChartColours) => {
    probe.style.color = ROLES[role];
    return getComputedStyle(probe).color;
  };
  const colours = { ink: read('ink'), inkSoft: read('inkSoft'), line: read('line') };
  probe.remove();
  return colours;
}

/** Calls when the theme changes, by the person's choice or the system's. Returns how to stop. */
export function watchTheme(onChange: () => void): () => void {
  const chosen = new MutationObserver(onChange);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', onChange);
  return () => {
    chosen.disconnect();
    system.removeEventListener('change', onChange);
  };
}
