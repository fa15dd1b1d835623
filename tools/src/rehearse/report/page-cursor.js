// In the page of a report: one cursor over all charts. What each says there is in the titles of its columns, which
// are all there is without this script.
const charts = [...document.querySelectorAll('[data-chart]')].map((chart) => {
  const titles = [...chart.querySelectorAll('.hits title')];
  const plot = chart.querySelector('.plot');
  const cursor = plot.appendChild(document.createElement('div'));
  cursor.className = 'cursor';
  const readout = chart.querySelector('.readout');
  const texts = titles.map((title) => title.textContent);
  for (const title of titles) title.remove();
  return { plot, cursor, readout, texts, atRest: readout.textContent };
});

function pointAt(share) {
  for (const { cursor, readout, texts } of charts) {
    const column = Math.min(texts.length - 1, Math.max(0, Math.floor(share * texts.length)));
    cursor.style.insetInlineStart = `${((column + 0.5) / texts.length) * 100}%`;
    cursor.style.display = 'block';
    readout.textContent = texts[column];
  }
}

function rest() {
  for (const { cursor, readout, atRest } of charts) {
    cursor.style.display = 'none';
    readout.textContent = atRest;
  }
}

for (const { plot } of charts) {
  plot.addEventListener('pointermove', ({ clientX }) => {
    const { left, width } = plot.getBoundingClientRect();
    pointAt((clientX - left) / width);
  });
  plot.addEventListener('pointerleave', rest);
}
