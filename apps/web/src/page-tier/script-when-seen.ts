/** As Next writes them. What a page says in its own data has no `<`: it is escaped there. */
const SCRIPT = /<script\b(?=[^>]*\ssrc="(\/_next\/static\/[^"]+)")(?=[^>]*\sasync\b)[^>]*><\/script>/g;
const PRELOAD = /<link\b(?=[^>]*\srel="preload")(?=[^>]*\sas="script")[^>]*\/>/g;
/** A picture or a font that does not come must not leave a page dead. */
const LONGEST_WAIT_MS = 3_000;

/**
 * The document, with its script asked for when all that is in sight has come and been shown, as one inline script does it. As
 * Next writes it, the script comes first and takes a slow line from the picture and the fonts, which is what somebody waits for.
 * Until then links and forms work as they do without script; whoever touches the page has it at once. A form that is to be sent when something is
 * chosen in it (`data-sent-when-chosen`) is sent, which opens the page with that choice. Unchanged when it has no such script.
 */
export function askForScriptWhenSeen(document: string, nonce: string): string {
  const sources = [...document.matchAll(SCRIPT)].map(([, source]) => source);
  const end = document.lastIndexOf('</body>');
  if (sources.length === 0 || end < 0) return document;
  const loader = `<script nonce="${nonce}">${loaderOf(sources)}</script>`;
  return withoutScript(document.slice(0, end)) + loader + withoutScript(document.slice(end));
}

function withoutScript(part: string): string {
  return part.replaceAll(SCRIPT, '').replaceAll(PRELOAD, '');
}

/**
 * After the first paint and all of `load`, twice the next frame: in the first one the picture is drawn, at the second it has been seen. A
 * page in the background has no frames, and nobody who waits for it. React finds scripts that are there by their address, and asks for
 * none of them again.
 */
function loaderOf(sources: unknown[]): string {
  return `((sources, nonce) => {
  let isAsked = false;
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    for (const src of sources) document.head.append(Object.assign(document.createElement('script'), { src, async: true, nonce }));
  };
  const whenDrawn = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(ask)));
  const whenLoaded = () => {
    if (document.hidden) return ask();
    new PerformanceObserver((_entries, observer) => {
      observer.disconnect();
      whenDrawn();
    }).observe({ type: 'paint', buffered: true });
  };
  addEventListener('load', whenLoaded);
  for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, ask, { capture: true, once: true });
  setTimeout(ask, ${LONGEST_WAIT_MS});
  addEventListener('change', ({ target }) => {
    if (target.form && 'sentWhenChosen' in target.form.dataset) target.form.requestSubmit();
  });
  document.currentScript.remove();
})(${JSON.stringify(sources)}, document.currentScript.nonce)`;
}
