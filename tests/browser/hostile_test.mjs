// Opens what is written from names and texts that mean harm: a page, pictures, tables and documents must take them as text.
//
// node hostile_test.mjs WINDTUNNEL: see browser.mjs.
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {check, folder, open, result, run, windtunnel, write} from './browser.mjs';

// What a stranger might write, in every text of the result that comes from files.
const hostile = '=1+1</script><script>window.owned=1</script><img src=x onerror=window.owned=1>"\'`\u001b[31m\u202e-->';
const ours = new Set(['schema', 'status', 'verdict', 'level', 'kind', 'phase', 'states', 'severity', 'currency', 'measure', 'limit']);
const spoil = (value, key) => {
  if (typeof value === 'string') return ours.has(key) || value === '' ? value : hostile + value;
  if (Array.isArray(value)) return value.map((item) => spoil(item, key));
  if (value === null || typeof value !== 'object') return value;
  const names = ['journeys', 'rto_seconds', 'served', 'inputs'].includes(key) && !('mean' in value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [names ? hostile + name : name, spoil(item, name)]));
};
const spoilt = join(folder, 'spoilt.json');
writeFileSync(spoilt, JSON.stringify(spoil(JSON.parse(readFileSync(result, 'utf8')), '')));

await run({
  'takes what strangers write as text': async () => {
    const {page} = await open(write('hostile', spoilt));
    check(await page.evaluate(() => window.owned === undefined), 'no script of theirs runs');
    check(await page.locator('img').count() === 0, 'no element of theirs is there');
    check((await page.locator('main').textContent()).includes('<U+202E>'), 'changes of direction are shown');
    await page.locator('.replay:not([hidden]) .next').click();
    await page.locator('#claim-text').fill('owned');
    check(await page.evaluate(() => window.owned === undefined), 'nor does one run when the page is used');
    await page.close();
  },
  'takes what stands in a hostile design and scenario as text': async () => {
    const file = (name, content) => {
      writeFileSync(join(folder, name), JSON.stringify(content));
      return join(folder, name);
    };
    const design = file('pair.json', {
      design: 'pair', title: hostile, document: hostile,
      components: {first: {type: 'node'}, second: {type: 'node'}, database: {type: 'failover_group', members: ['first', 'second'], failover: '90 s'}},
      journeys: {order: {description: hostile, success: {all: ['database']}, rate: '100 /s'}},
      assumptions: {takeover: {meaning: hostile, source: hostile, value: '90 s', low: '30 s', high: '10 min', parameter: 'database.failover'}},
      claims: [{id: 'lamp-01', measured: {scenario: 'loss', measure: 'rto', limit: '< 60 s'}, assumptions: ['takeover']}],
    });
    const scenario = file('loss.json', {
      scenario: 'loss', title: hostile, description: hostile, designs: ['pair'],
      faults: [{strike: 'component first', mode: 'failure', at: 'random time of day', for: '1 h'}],
      expect: [{journey: '*', rto: {p95: '<= 10 s'}, level: 'warn', why: hostile}],
    });
    const html = join(folder, 'pair.html');
    execFileSync(windtunnel, ['run', design, scenario, '-n', '10', '--years', '5', '-q', '-o', `html=${html}`, '-o', `svg=${join(folder, 'pair-svg')}`]);
    const {page} = await open(html);
    check((await page.locator('main').textContent()).includes('<script>window.owned=1</script>'), 'their text is shown');
    await page.locator('.replay:not([hidden]) .next').click();
    check(await page.evaluate(() => window.owned === undefined), 'no script of theirs runs');
    check(await page.locator('img').count() === 0, 'no element of theirs is there');
    await page.close();
    for (const name of readdirSync(join(folder, 'pair-svg')).filter((name) => name.endsWith('.svg'))) {
      const picture = (await open(join(folder, 'pair-svg', name))).page;
      check(await picture.evaluate(() => window.owned === undefined && document.documentElement.localName === 'svg'), `${name} is a whole picture`);
      await picture.close();
    }
  },
  'stays inert in every other format': async () => {
    const at = (name) => join(folder, name);
    const outputs = [`csv=${at('csv')}`, `markdown=${at('spoilt.md')}`, `svg=${at('svg')}`, `png=${at('png')}`, `pdf=${at('spoilt.pdf')}`];
    execFileSync(windtunnel, ['report', spoilt, ...outputs.flatMap((output) => ['--output', output])]);
    const files = (name, ending) => readdirSync(at(name)).filter((file) => file.endsWith(ending)).map((file) => join(at(name), file));
    // Controls of terminals and changes of direction; the line's ends are ours.
    const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
    for (const file of files('csv', '.csv')) {
      const text = readFileSync(file, 'utf8');
      check(!unseen.test(text), `${file} has no control characters`);
      check(!/(^|,)"?[=+@\t]/m.test(text), `no cell of ${file} is a formula`);
    }
    const markdown = readFileSync(at('spoilt.md'), 'utf8');
    check(!unseen.test(markdown) && !/(?<!\\)<(script|img)/.test(markdown.replace(/(`+).*?\1/g, '')), 'Markdown holds no markup of theirs');
    const pictures = files('svg', '.svg');
    check(pictures.length >= 3, 'charts are drawn');
    for (const file of pictures) {
      const text = readFileSync(file, 'utf8');
      check(!/<(script|img|image|foreignObject|a)[\s>]/i.test(text) && !/\son\w+=/i.test(text.replace(/>[^<]*</g, '><').replace(/"[^"]*"/g, '""')), `${file} holds only shapes and text`);
      check(!unseen.test(text), `${file} has no control characters`);
    }
    const {page} = await open(pictures[0]);
    check(await page.evaluate(() => window.owned === undefined && document.documentElement.localName === 'svg'), 'a browser finds a whole picture, and no script');
    await page.close();
    for (const file of files('png', '.png')) check(readFileSync(file).subarray(1, 4).toString() === 'PNG', `${file} is a picture`);
    check(files('png', '.png').length === pictures.length, 'each chart has its picture');
    const pdf = readFileSync(at('spoilt.pdf')).toString('latin1');
    check(pdf.startsWith('%PDF') && !/\/(JavaScript|JS|URI|Launch|OpenAction|EmbeddedFile)\b/.test(pdf), 'the PDF does nothing');
  },
});
