// Opens reports in a real browser, as a reader would: charts, filter, replay, keyboard, print, dark, wide and narrow.
//
// node report_test.mjs WINDTUNNEL: see browser.mjs.
import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {join} from 'node:path';

import {browser, check, folder, open, run, shared, windtunnel, write} from './browser.mjs';

/** Texts of charts that leave their picture: labels that a reader would see cut. */
const cutIn = (svg) => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.width > 0 && (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
  }).map((text) => text.textContent);
};
const cutLabels = (page) => page.evaluate(`[...document.querySelectorAll('.chart svg')].flatMap(${cutIn})`);

/** What runs over its neighbour: words of a chart over others, and anything in a table that leaves its cell. */
const overlapsIn = () => {
  const found = [];
  for (const svg of document.querySelectorAll('.chart svg, svg.lanes')) {
    const texts = [...svg.querySelectorAll('text:not([opacity="0"])')].map((text) => ({words: text.textContent.trim(), box: text.getBoundingClientRect()})).filter(({words, box}) => words && box.width > 0);
    texts.forEach((one, i) => {
      for (const other of texts.slice(i + 1)) {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (one.words !== other.words && across > 1 && down > 3) found.push(`${one.words} over ${other.words}`);
      }
    });
  }
  for (const cell of document.querySelectorAll('td, th')) {
    const end = cell.getBoundingClientRect().right;
    for (const part of cell.querySelectorAll('.chip, b, small')) if (part.getBoundingClientRect().right > end + 1.5) found.push(`${part.textContent} leaves its cell`);
  }
  for (const caption of document.querySelectorAll('caption')) if (caption.getBoundingClientRect().width > innerWidth) found.push(`${caption.textContent} is wider than the screen`);
  return [...new Set(found)];
};

const onPhone = {width: 390, height: 844}, inTheDark = {colorScheme: 'dark'};

// A page takes most of a test's time to open: what needs it as it comes stands before what moves or unfolds things on the same one.
await run({
  'opens within three seconds, and its charts are drawn whole': async () => {
    const {page, seconds} = await shared(write('usual'));
    check(seconds > 0.05 && seconds < 3, `it took ${seconds} s`);
    check(await page.locator('.chart svg').count() >= 3, 'charts are drawn');
    check((await cutLabels(page)).length === 0, `labels are cut: ${await cutLabels(page)}`);
    check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen');
  },
  'has a first screen that answers': async () => {
    const {page} = await shared(join(folder, 'usual.html'));
    const seen = async (selector) => (await page.locator(selector).first().boundingBox()).y < 900;
    check(await seen('h1') && await seen('.findings') && await seen('.answers td'), 'answer, findings and figures are on the first screen');
    check(await page.locator('.findings li').count() === 3, 'three findings');
  },
  'answers for every design on the first screen': async () => {
    const everything = join(folder, 'everything.json');
    execFileSync(windtunnel, ['run', '-n', '4', '--years', '10', '--no-ends', '-q', '-o', `json=${everything}`]);
    const {page} = await shared(write('everything', everything));
    const bottoms = await page.evaluate(() => [...document.querySelectorAll('#answer > .answers tr, .findings li, h1, #answer .lead')].map((one) => one.getBoundingClientRect().bottom));
    check(bottoms.length >= 14, `the answer, three findings and a row for each of eight designs: ${bottoms.length}`);
    check(Math.max(...bottoms) <= 900, `the last row ends at ${Math.max(...bottoms)}`);
    const targets = await page.locator('#answer > .answers .targets li').allTextContents();
    check(targets.length === 8 && targets.every((text) => /kept in [\d.]+\s%/.test(text)), `each target with how often it is kept: ${targets}`);
    const phone = (await shared(join(folder, 'everything.html'), onPhone)).page;
    const y = async (selector) => (await phone.locator(selector).first().boundingBox()).y;
    check(await y('h1') < 844 && await y('.findings') < 844, 'a phone shows the answer and what matters first');
    check(await y('.findings') < await y('#answer > .answers'), 'then the designs');
    check(await phone.evaluate(() => document.documentElement.scrollWidth) <= 390, 'nothing is wider than the phone');
  },
  'carries the whole suite on all designs within its limits': async () => {
    const file = join(folder, 'everything.html');
    check(statSync(file).size < 5e6, `it has ${statSync(file).size} bytes`);
    const {seconds} = await shared(file);
    check(seconds < 3, `it took ${seconds} s`);
    for (const [width, how] of [[1280, inTheDark], [390, onPhone]]) {
      const {page} = await shared(file, how);
      check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nothing is wider than ${width} pixels`);
      check((await cutLabels(page)).length === 0, `labels are cut at ${width} pixels: ${await cutLabels(page)}`);
      const overlaps = await page.evaluate(overlapsIn);
      check(overlaps.length === 0, `at ${width} pixels: ${overlaps.join('; ')}`);
      const choices = await page.locator('#replay-choice option').count();
      check(choices > 3 && choices <= 20, `it replays ${choices} incidents`);
      // All of them in one go: to and fro between this process and the page costs more than the drawing.
      const cut = await page.evaluate(`(async () => {
        const choice = document.getElementById('replay-choice'), found = [];
        for (let i = 0; i < ${choices}; ++i) {
          choice.selectedIndex = i;
          choice.dispatchEvent(new Event('change'));
          const replay = document.querySelector('.replay:not([hidden])');
          replay.querySelector('.next').click();
          while ([...replay.querySelectorAll('.chart')].some((chart) => !chart.dataset.drawn)) await new Promise((done) => setTimeout(done, 5));
          for (const text of [...replay.querySelectorAll('.chart svg')].flatMap(${cutIn})) found.push(i + ': ' + text);
        }
        return found;
      })()`);
      check(cut.length === 0, `labels of incidents are cut at ${width} pixels: ${cut}`);
      check(await page.locator('#claim-table .claim').count() > 100, 'all claims are in the ledger');
      await page.locator('#claim-design').selectOption('kasha');
      check(await page.locator('#claim-table .claim:not([hidden])').count() < 100, 'the ledger is filtered by design');
      await page.locator('#claim-design').selectOption('');
    }
  },
  'says of what is wider than a phone that it goes on to the side': async () => {
    const {page} = await shared(join(folder, 'everything.html'), onPhone);
    const matrix = page.locator('#designs .scroll:has(.matrix)').first();
    await matrix.scrollIntoViewIfNeeded();
    const seen = () => matrix.evaluate((place) => {
      const words = getComputedStyle(place.querySelector('caption'), '::after').content;
      const fades = getComputedStyle(place).maskImage !== 'none';
      const inner = place.getBoundingClientRect();
      const heads = [...place.querySelectorAll('thead .share')].filter((head) => head.getBoundingClientRect().right <= inner.right + 1 && head.getBoundingClientRect().left >= inner.left);
      return {words, fades, designs: heads.length};
    });
    const first = await seen();
    check(first.fades && /more columns to the right/.test(first.words), `the edge fades, and words say why: ${JSON.stringify(first)}`);
    check(first.designs >= 3, `three designs stand beside the drills: ${first.designs}`);
    check(await matrix.evaluate((place) => place.tabIndex === 0 && place.getAttribute('role') === 'region' && place.ariaLabel.length > 10), 'it can be reached by keyboard, and has a name');
    await matrix.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('#designs .scroll:has(.matrix)').scrollLeft > 0);
    await matrix.evaluate((place) => place.scrollTo({left: place.scrollWidth, behavior: 'instant'}));
    await page.waitForFunction(() => !document.querySelector('#designs .scroll:has(.matrix)').classList.contains('more-right'));
    const last = await seen();
    check(!last.fades && /to the left/.test(last.words), `at its end it says where the rest is: ${JSON.stringify(last)}`);
    // Whatever table is open tells the same; the years are cards, and need no telling.
    const silent = await page.locator('.scroll').evaluateAll((places) => places.filter((place) => !place.closest('details:not([open])') && place.clientWidth > 0 && place.scrollWidth > place.clientWidth + 4 && !place.classList.contains('wide')).map((place) => place.ariaLabel));
    check(silent.length === 0, `wider than the phone without a word: ${silent}`);
    await page.evaluate(() => document.querySelector('#designs details:has(.matrix)').setAttribute('open', ''));
    check(await page.waitForFunction(() => document.querySelectorAll('#designs .scroll.wide:has(.matrix)').length >= 2, null, {timeout: 5000}).then(() => true, () => false), 'what is unfolded tells the same');
    check(await page.locator('#availability .scroll').first().evaluate((place) => place.scrollWidth <= place.clientWidth), 'the years fit the phone');
    check(await page.evaluate(() => document.querySelector('header nav').classList.contains('more-right')), 'the links to sections fade too');
    const wide = (await shared(join(folder, 'everything.html'))).page;
    check(await wide.locator('#availability .scroll').first().evaluate((place) => !place.classList.contains('wide')), 'a table that fits says nothing');
  },
  'weighs the choice by the kinds of drill that a reader lets count': async () => {
    const {page} = await shared(join(folder, 'everything.html'));
    const names = () => page.locator('#choice-table tbody .name').allTextContents();
    const usual = await names();
    check(usual.length >= 8, `a row for each design: ${usual}`);
    const box = (kind) => page.locator(`#choice-filter input[value="${kind}"]`);
    const kinds = await page.locator('#choice-filter input').evaluateAll((boxes) => boxes.map((one) => one.value));
    check(['zone', 'hardware', 'software', 'region'].every((kind) => kinds.includes(kind)), `kinds to choose from: ${kinds}`);
    // By keyboard: all but the region are taken out with the space bar.
    for (const kind of kinds.filter((one) => one !== 'region')) {
      await box(kind).focus();
      await page.keyboard.press('Space');
    }
    // What the table itself says of the region decides the order, and dearer designs come later.
    const rows = await page.locator('#choice-table tbody tr').evaluateAll((all) => all.map((row) => ({
      name: row.querySelector('.name').textContent, total: row.querySelector('.total').textContent,
      region: row.querySelector('td[data-kind="region"]').textContent, kept: Number(row.querySelector('td[data-kind="region"]').dataset.kept),
      cost: [Number(row.dataset.unpriced) > 0, Number(row.dataset.cost)], chosen: !row.querySelector('.chosen').hidden,
      missed: [...row.querySelectorAll('li')].filter((item) => !item.hidden).every((item) => item.dataset.kind === 'region')})));
    // The list of a kind's drills has as many as the table counts of it.
    const listed = await page.locator('#choice li', {hasText: 'loss of a region: '}).textContent();
    const [, of] = rows[0].region.match(/of (\d+)/);
    check(listed.split(': ')[1].split(/, | and /).length === Number(of), `${listed}, of ${of}`);
    check(rows.every((row) => row.total === row.region && row.missed), `only drills of the region count: ${JSON.stringify(rows)}`);
    check(rows.every((row, i) => i === 0 || rows[i - 1].kept > row.kept ||
        (rows[i - 1].kept === row.kept && (rows[i - 1].cost[0] - row.cost[0] || rows[i - 1].cost[1] - row.cost[1]) <= 0)),
      `most kept first, then those priced in full, then the cheapest: ${JSON.stringify(rows)}`);
    const said = await page.locator('#choice-said').textContent();
    check(rows[0].kept > 0 ? rows[0].chosen && said.includes(rows[0].name) : /no design keeps any/.test(said), `the choice is told: ${said}`);
    await box('region').uncheck();
    check(/choose a kind/.test(await page.locator('#choice-said').textContent()), 'without any kind it asks for one');
    for (const kind of kinds) await box(kind).check();
    check(JSON.stringify(await names()) === JSON.stringify(usual), 'with all kinds the table is as it was');
    await page.locator('#choice-table summary').first().click();
    check(await page.locator('#choice-table tbody li').first().isVisible(), 'every missed drill is named where one asks for it');
    const still = await browser.newContext({javaScriptEnabled: false});
    const plain = await still.newPage();
    await plain.goto(`file://${join(folder, 'everything.html')}`);
    check(!await plain.locator('#choice-filter').isVisible() && await plain.locator('#choice-table tbody tr').count() === usual.length,
      'without scripts all drills count, and there are no dead boxes');
    check(await plain.locator('#choice-table tfoot td').count() > 4, 'without scripts the table says which design to choose for each kind');
    await still.close();
  },
  'opens what is folded when a link leads there': async () => {
    const {page} = await shared(join(folder, 'usual.html'));
    const link = page.locator('#claim-table a[href^="#assumption-"]').first();
    const target = await link.getAttribute('href');
    check(!await page.locator(target).isVisible(), 'assumptions are folded at first');
    await link.click();
    check(await page.locator(target).isVisible(), 'the link shows its assumption');
  },
  'says how many replications are back in time without colour': async () => {
    const {page} = await shared(join(folder, 'usual.html'));
    const cells = await page.locator('.matrix .share.kept').allTextContents();
    check(cells.every((text) => text.startsWith('✓')), `a sign says so: ${cells}`);
    const hurt = await page.locator('.matrix tbody:not(.about) .share:not(:has-text("no outage")):not(:has-text("–"))').allTextContents();
    check(hurt.every((text) => /(browse|order)/.test(text)), `a cell says of which journey it speaks: ${hurt}`);
  },
  'is read on a phone': async () => {
    const {page} = await open(join(folder, 'usual.html'), onPhone);
    check(await page.evaluate(() => document.documentElement.scrollWidth) <= 390, 'nothing is wider than the screen');
    check((await cutLabels(page)).length === 0, `labels are cut: ${await cutLabels(page)}`);
    await page.close();
  },
  'is dark where the reader likes it, and turns light': async () => {
    const {page} = await open(join(folder, 'usual.html'), inTheDark);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    check(await ground() === 'rgb(20, 24, 29)', 'the ground is dark');
    await page.locator('#theme').click();
    check(await ground() === 'rgb(255, 255, 255)', 'the button makes it light');
    await page.close();
  },
  'filters the ledger': async () => {
    const {page} = await shared(join(folder, 'usual.html'));
    const rows = () => page.locator('#claim-table .claim:not([hidden])').count();
    const all = await rows();
    await page.locator('#claim-verdict').selectOption('refuted');
    const refuted = await rows();
    check(refuted > 0 && refuted < all, 'fewer rows are refuted than there are');
    check(await page.locator('#claim-table .claim:not([hidden]) .chip.upheld').count() <= await page.locator('#claim-table details .chip.upheld').count(), 'verdicts of rows are refuted');
    check(await page.locator('#claim-count').textContent() === `${refuted} of ${all} claims`, 'the count is told');
    await page.locator('#claim-text').fill('no claim has this word');
    check(await rows() === 0, 'a word that no claim has leaves none');
    await page.locator('#claim-text').fill('');
    await page.locator('#claim-verdict').selectOption('');
    check(await rows() === all, 'without a filter all are back');
  },
  'plays an incident, by mouse and by keyboard': async () => {
    const {page} = await shared(join(folder, 'usual.html'));
    const replay = page.locator('.replay:not([hidden])');
    check(await replay.count() === 1, 'one incident is shown');
    const slider = replay.locator('.time');
    const place = async () => Number(await slider.inputValue());
    await slider.focus();
    await page.keyboard.press('Home');
    check((await replay.locator('.now').textContent()) === 'before the fault', 'Home goes before the fault');
    check(await replay.locator('.node.down').count() === 0, 'nothing is down before the fault');
    const before = await place();
    for (let i = 0; i < 40; ++i) await page.keyboard.press('ArrowRight');
    check(await place() > before, 'the arrow key moves time');
    check(await replay.locator('.node.down').count() > 0, 'something is down after the fault');
    check(await replay.locator('.node.down .sign').first().textContent() === '✕', 'a sign says so without colour');
    check((await slider.getAttribute('aria-valuetext')).includes('served'), 'a screen reader hears what users feel');
    const then = await place();
    await replay.locator('.play').click();
    await page.waitForTimeout(500);
    check(await place() > then, 'play moves time');
    await replay.locator('.play').click();
    const paused = await place();
    await page.waitForTimeout(200);
    check(await place() === paused, 'pause stops it');
    await replay.locator('.back').click();
    check(await place() < paused, 'back goes to an event before');
    const choices = await page.locator('#replay-choice option').count();
    await page.locator('#replay-choice').selectOption({index: choices - 1});
    check(await page.locator('.replay:not([hidden])').getAttribute('id') === `replay-${choices - 1}`, 'another incident can be chosen');
  },
  'is used without a mouse, and named for those who do not see it': async () => {
    const {page} = await open(join(folder, 'usual.html'));
    await page.keyboard.press('Tab');
    check(await page.evaluate(() => document.activeElement.className) === 'skip', 'the first stop skips the navigation');
    const unnamed = await page.evaluate(() => [...document.querySelectorAll('input, select, button, [role=img], [role=region]')].filter((one) =>
      !(one.getAttribute('aria-label') || one.labels?.length || one.textContent.trim())).map((one) => one.outerHTML.slice(0, 80)));
    check(unnamed.length === 0, `without a name: ${unnamed}`);
    check(await page.locator('h1').count() === 1, 'one main heading');
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((one) => one.id));
    check(new Set(ids).size === ids.length, `ids are unique: ${ids.filter((id, i) => ids.indexOf(id) !== i).slice(0, 5)}`);
    await page.close();
  },
  'is printed in dark ink on few pages, whole and without its controls': async () => {
    const {page} = await shared(join(folder, 'everything.html'), inTheDark);
    const pdf = (await page.pdf({format: 'A4'})).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
    check(pages > 10 && pages <= 70, `the whole suite takes ${pages} pages`);
    check(await page.evaluate(() => document.documentElement.dataset.theme) === 'dark', 'the screen is dark again afterwards');
    check(await page.locator('details.print[open]').count() === 0, 'and folded again');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    check(!await page.locator('header').isVisible() && !await page.locator('#claim-filter').isVisible(), 'controls are left out');
    check(await page.locator('.controls:visible').count() === 0, 'so are those of the replay');
    check(await page.locator('details:not([open]):visible').count() === 0, 'nothing folded takes a line');
    check(await page.locator('#cost details.print[open]').count() >= 8, 'the bills are spread out');
    const charts = await page.evaluate(() => [...document.querySelectorAll('.chart')].filter((chart) => chart.clientWidth > 0).map((chart) => {
      // What has a stroke is the margin of a name, in the colour of the ground.
      const texts = [...chart.querySelectorAll('svg text')].filter((text) => ['none', ''].includes(text.getAttribute('stroke') ?? ''));
      const light = texts.filter((text) => getComputedStyle(text).fill.match(/\d+/g).slice(0, 3).every((part) => Number(part) > 170));
      return {texts: texts.length, light: light.length, wide: chart.scrollWidth > chart.clientWidth + 1};
    }));
    check(charts.length > 10 && charts.every((chart) => chart.texts > 3), 'every chart is drawn');
    check(charts.every((chart) => chart.light === 0), 'no label is light');
    check(charts.every((chart) => !chart.wide), 'no chart is wider than the paper');
    check(await page.evaluate(() => getComputedStyle(document.body).backgroundColor) === 'rgb(255, 255, 255)', 'the ground is white');
  },
});
