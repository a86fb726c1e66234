// What moves on the page: charts, the filter of the ledger, the choice by kind of drill, the replay, light and dark. Nothing here computes
// a figure but sums of those that are written.
/* global vega, vegaLite */
(() => {
  'use strict';

  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const style = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  // --- light and dark

  const button = document.getElementById('theme');
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const setTheme = (dark) => {
    root.dataset.theme = dark ? 'dark' : 'light';
    button.setAttribute('aria-pressed', String(dark));
    button.textContent = dark ? 'Light' : 'Dark';
    redrawAll();
  };

  // --- charts

  const figures = all('figure').map((figure) => ({
    place: figure.querySelector('.chart'),
    spec: JSON.parse(figure.querySelector('.spec').textContent),
    width: 0,
    theme: '',
  }));

  const config = (width) => ({
    background: null,
    font: 'system-ui, DejaVu Sans, Verdana, sans-serif',
    padding: 2,
    view: {stroke: null},
    axis: {labelColor: style('--text'), titleColor: style('--quiet'), gridColor: style('--line'), domainColor: style('--quiet'),
      tickColor: style('--quiet'), labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', labelOverlap: 'greedy', labelSeparation: 5},
    legend: {labelColor: style('--text'), labelFontSize: 12, labelLimit: Math.max(160, width - 80)},
    text: {color: style('--text'), fontSize: 12},
  });

  // Legends of several columns do not fit a phone.
  const fitted = (spec, width, onPaper) => {
    const dark = root.dataset.theme === 'dark';
    const onDark = {'#fffffe': style('--ground'), '#c0392b': style('--bad'), '#0072b2': style('--mark'), '#56b4e9': '#a6dcff', '#8a8a8a': style('--quiet')};
    const copy = JSON.parse(JSON.stringify(spec), (key, value) => {
      if (key === 'columns' && width < 560) return Math.min(value, value > 2 ? 3 : 1);
      return dark && typeof value === 'string' ? onDark[value] ?? value : value;
    });
    delete copy.title;
    copy.width = width;
    // Two distributions share a page.
    if (onPaper && copy.layer?.[0]?.mark?.interpolate) copy.height *= 0.6;
    return copy;
  };

  const paper = 700;  // pixels between the margins of A4

  /** Whether a chart can be seen, and is not drawn as it should be. */
  const due = (figure, width = figure.place.clientWidth) =>
    figure.place.clientWidth > 0 && (figure.width !== width || figure.theme !== root.dataset.theme);
  const draw = async (figure, width = figure.place.clientWidth) => {
    if (!due(figure, width)) return;
    figure.width = width;
    figure.theme = root.dataset.theme;
    const compiled = vegaLite.compile(fitted(figure.spec, width, width === paper), {config: config(width)}).spec;
    const view = new vega.View(vega.parse(compiled, null, {ast: true}), {
      expr: vega.expressionInterpreter, renderer: 'svg', container: figure.place, hover: false, logLevel: vega.Error,
    });
    await view.runAsync();
    figure.place.dataset.drawn = 'yes';
  };

  const hasCharts = typeof vega !== 'undefined' && typeof vegaLite !== 'undefined';
  let queue = [];
  const work = () => {
    const figure = queue.shift();
    if (!figure) return;
    draw(figure).then(() => setTimeout(work));
  };
  const redrawAll = () => {
    if (!hasCharts) return;
    const busy = queue.length > 0;
    const distance = (figure) => Math.abs(figure.place.getBoundingClientRect().top);
    queue = figures.filter((figure) => due(figure)).map((figure) => ({figure, at: distance(figure)})).sort((a, b) => a.at - b.at).map(({figure}) => figure);
    if (!busy) setTimeout(work);
  };
  if (!hasCharts) for (const figure of figures) figure.place.textContent = 'This report was written without chart libraries; the figures are in the tables.';
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(redrawAll, 150);
  });

  button.addEventListener('click', () => setTheme(root.dataset.theme !== 'dark'));
  prefersDark.addEventListener('change', (change) => setTheme(change.matches));
  setTheme(prefersDark.matches);

  // --- paper: it cannot be opened, and is light

  let spread = [], screenTheme = '';
  addEventListener('beforeprint', () => {
    spread = all('details.print:not([open])');
    for (const one of spread) one.setAttribute('open', '');
    screenTheme = root.dataset.theme;
    root.dataset.theme = 'light';
    queue = [];
    if (hasCharts) for (const figure of figures) draw(figure, paper);
  });
  addEventListener('afterprint', () => {
    for (const one of spread) one.removeAttribute('open');
    setTheme(screenTheme === 'dark');
  });

  // --- what goes on to the side says so

  const tell = (place) => {
    const rest = place.scrollWidth - place.clientWidth;
    place.classList.toggle('wide', rest > 4);
    place.classList.toggle('more-right', rest - place.scrollLeft > 4);
  };
  const widths = new ResizeObserver((changes) => { for (const {target} of changes) tell(target.matches('table') ? target.parentElement : target); });
  for (const place of [...all('.scroll'), document.querySelector('header nav')]) {
    widths.observe(place);
    if (place.firstElementChild?.matches('table')) widths.observe(place.firstElementChild);
    place.addEventListener('scroll', () => tell(place), {passive: true});
  }

  // --- a link into what is folded opens it

  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let folded = target?.closest('details');
    if (!folded) return;
    for (; folded; folded = folded.parentElement.closest('details')) folded.setAttribute('open', '');
    target.scrollIntoView();
  };
  addEventListener('hashchange', openTarget);
  openTarget();

  // --- the ledger's filter

  const form = document.getElementById('claim-filter');
  if (form) {
    const value = (id) => document.getElementById(id).value;
    const rows = all('#claim-table .claim');
    const filter = () => {
      const words = value('claim-text').toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        const fits = (key, id) => value(id) === '' || row.dataset[key] === value(id);
        row.hidden = !(fits('verdict', 'claim-verdict') && fits('kind', 'claim-kind') && fits('design', 'claim-design') && words.every((word) => text.includes(word)));
        count += row.hidden ? 0 : 1;
      }
      document.getElementById('claim-count').textContent = `${count} of ${rows.length} claims`;
    };
    form.addEventListener('input', filter);
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  // --- the choice, by the kinds of drill that count: sums of what the table says

  const counting = document.getElementById('choice-filter');
  if (counting) {
    counting.hidden = false;
    const body = document.querySelector('#choice-table tbody');
    const said = document.getElementById('choice-said');
    const boxes = all('input', counting);
    const byDefault = said.textContent;
    const choose = () => {
      const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      const designs = all('tr', body).map((row) => {
        const cells = all('td[data-kind]', row).filter((cell) => kinds.has(cell.dataset.kind));
        const sum = (key) => cells.reduce((total, cell) => total + Number(cell.dataset[key]), 0);
        return {row, kept: sum('kept'), runs: sum('runs'), cost: Number(row.dataset.cost), unpriced: row.dataset.unpriced !== '0', name: row.querySelector('.name').textContent,
          money: row.querySelector('.money').textContent};
      });
      designs.sort((a, b) => b.kept - a.kept || a.unpriced - b.unpriced || a.cost - b.cost);
      designs.forEach(({row, kept, runs}, place) => {
        row.querySelector('.total').textContent = `${kept} of ${runs}`;
        row.querySelector('.chosen').hidden = place > 0 || kept === 0;
        const missed = all('li', row);
        for (const item of missed) item.hidden = !kinds.has(item.dataset.kind);
        const count = row.querySelector('.count');
        if (count) count.textContent = missed.filter((item) => !item.hidden).length;
        body.append(row);
      });
      for (const place of all('#choice-table [data-kind]')) if (place.tagName !== 'LI') place.classList.toggle('off', !kinds.has(place.dataset.kind));
      const [best] = designs;
      let least = best.cost;
      const cheaper = [], perhaps = [];
      for (const {name, kept, cost, unpriced, money} of designs) {
        if (kept === 0 || cost >= least) continue;
        if (!unpriced) least = cost;
        (unpriced ? perhaps : cheaper).push(`${name} keeps ${kept} for ${money}`);
      }
      const others = (cheaper.length ? ` For less, ${cheaper.join(', and ')}.` : '') + (perhaps.length ? ` Perhaps for less, ${perhaps.join(', and ')}.` : '');
      if (kinds.size === boxes.length) said.textContent = byDefault;
      else if (best.kept === 0) said.textContent = kinds.size === 0 ? 'No drill counts: choose a kind.' : `Of these ${best.runs} drills no design keeps any.`;
      else said.textContent = `Of these ${best.runs} drills ${best.name} keeps ${best.kept === best.runs ? 'all' : `most, ${best.kept}`}, for ${best.money}${best.unpriced ? '' : ' a month'}.${others}`;
    };
    counting.addEventListener('input', choose);
    counting.addEventListener('submit', (event) => event.preventDefault());
    // A browser may bring boxes back as a reader left them.
    if (boxes.some((box) => !box.checked)) choose();
  }

  // --- the replay

  const signs = {up: '', changing: '…', degraded: '!', down: '✕'};
  const moment = (seconds) => {
    if (seconds < 0) return 'before the fault';
    const s = Math.round(seconds);
    if (s < 120) return `${s}\u00a0s after`;
    return s < 7200 ? `${Math.floor(s / 60)}\u00a0min ${s % 60}\u00a0s after` : `${Math.floor(s / 3600)}\u00a0h ${Math.floor((s % 3600) / 60)}\u00a0min after`;
  };
  /** The last index whose time is not after `t`. */
  const upTo = (times, t) => {
    let low = -1;
    for (let high = times.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (times[middle] <= t + 1e-6) low = middle;
      else high = middle;
    }
    return low;
  };
  const shareAt = (track, t) => {
    const i = upTo(track.seconds, t);
    if (i < 0) return track.share[0] ?? 1;
    if (i + 1 >= track.seconds.length || track.seconds[i + 1] === track.seconds[i]) return track.share[i];
    const part = (t - track.seconds[i]) / (track.seconds[i + 1] - track.seconds[i]);
    return track.share[i] + part * (track.share[i + 1] - track.share[i]);
  };

  const begin = (article) => {
    const data = JSON.parse(article.querySelector('.moments').textContent);
    const slider = article.querySelector('.time');
    const play = article.querySelector('.play');
    const cursor = article.querySelector('.lanes .cursor');
    const nodes = all('[data-key]', article).map((place) => ({place, lane: data.lanes[place.dataset.key], sign: place.querySelector('.sign')}));
    const events = all('.events li', article);
    const times = events.map((event) => Number(event.dataset.at));
    const sentence = (event) => `${event.querySelector('strong').textContent}: ${event.lastElementChild.textContent}`;
    let told = '', timer = 0;
    const show = () => {
      const t = Number(slider.value);
      for (const {place, lane, sign} of nodes) {
        const state = lane ? lane.states[Math.max(0, upTo(lane.seconds, t))] : 'up';
        for (const name of Object.keys(signs)) place.classList.toggle(name, name === state);
        if (sign) sign.textContent = signs[state] ?? '';
      }
      const x = `${((t - data.from) / (data.until - data.from)) * 100}%`;
      cursor.setAttribute('x1', x);
      cursor.setAttribute('x2', x);
      const served = data.served.map((track) => `${track.journey} ${(100 * shareAt(track, t)).toFixed(1)}\u00a0%`).join(', ');
      article.querySelector('.now').textContent = moment(t);
      slider.setAttribute('aria-valuetext', `${moment(t)}; served: ${served}`);
      const last = upTo(times, t);
      const text = `${moment(t)[0].toUpperCase()}${moment(t).slice(1)}: users served well ${served}. ${last < 0 ? '' : sentence(events[last])}`;
      if (text !== told) article.querySelector('.telling').textContent = told = text;
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = '▶ Play';
    };
    const start = () => {
      if (Number(slider.value) >= data.until - 1e-6) slider.value = data.from;
      play.textContent = '❚❚ Pause';
      const step = (data.until - data.from) / 200;
      timer = setInterval(() => {
        slider.value = Number(slider.value) + step;
        show();
        if (Number(slider.value) >= data.until - step / 2) stop();
      }, 60);
    };
    play.addEventListener('click', () => (timer ? stop() : start()));
    const jump = (to) => {
      stop();
      if (to === undefined) return;
      slider.value = to + Number(slider.step);
      show();
    };
    article.querySelector('.next').addEventListener('click', () => jump(times.find((time) => time > Number(slider.value) + 1e-6)));
    article.querySelector('.back').addEventListener('click', () => jump([...times].reverse().find((time) => time < Number(slider.value) - 2 * Number(slider.step))));
    slider.addEventListener('input', () => { stop(); show(); });
    // What a reader sees first is the moment at which most is wrong.
    let worst = 0, least = Infinity;
    for (const track of data.served) track.share.forEach((share, i) => {
      if (track.seconds[i] >= 0 && share < least) { least = share; worst = track.seconds[i]; }
    });
    slider.value = Math.min(data.until, worst + (data.until - data.from) / 50);
    show();
    return stop;
  };

  const choice = document.getElementById('replay-choice');
  if (choice) {
    const begun = new Map();
    const choose = () => {
      for (const article of all('.replay')) {
        article.hidden = article.id !== choice.value;
        if (article.hidden) begun.get(article.id)?.();
        else if (!begun.has(article.id)) begun.set(article.id, begin(article));
      }
      redrawAll();
    };
    choice.addEventListener('change', choose);
    choose();
  }
})();
