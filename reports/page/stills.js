// Draws Vega-Lite specifications as SVG without a browser: reads nothing, prints one JSON line per picture.
/* global vega, vegaLite, input */
'use strict';

const advance = (table, text, size) => {
  let sum = 0;
  for (const c of text) {
    const code = c.codePointAt(0);
    sum += code >= 32 && code < 127 ? table[code - 32] : 974;
  }
  return (sum * size) / 1000;
};
vega.textMetrics.width = (item, text) =>
  advance(/bold|[6-9]00/.test(String(item.fontWeight)) ? input.bold : input.regular, String(text ?? ''), item.fontSize || 11);

const font = 'DejaVu Sans, Verdana, sans-serif';
const config = {
  background: '#ffffff', font, padding: 16,
  view: {stroke: null},
  title: {fontSize: 16, subtitleFontSize: 12, subtitleColor: '#555555', offset: 14, subtitlePadding: 6, font, subtitleFont: font},
  axis: {labelFontSize: 11, titleFontSize: 11, gridColor: '#e4e4e4', domainColor: '#888888', tickColor: '#888888', titlePadding: 10},
  legend: {labelFontSize: 11, symbolStrokeWidth: 2}, text: {fontSize: 11},
};

// Titles are sentences: they wrap to the width of the picture.
const wrap = (text, size, bold, width) => {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines[lines.length - 1] ? lines[lines.length - 1] + ' ' + word : word;
    if (advance(bold ? input.bold : input.regular, longer, size) > width && lines[lines.length - 1]) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
};

(async () => {
  for (const spec of input.specs) {
    spec.title.text = wrap(spec.title.text, 16, true, spec.width - 40);
    spec.title.subtitle = wrap(spec.title.subtitle, 12, false, spec.width - 40);
    const view = new vega.View(vega.parse(vegaLite.compile(spec, {config}).spec), {renderer: 'none'});
    console.log(JSON.stringify(await view.toSVG()));
  }
})();
