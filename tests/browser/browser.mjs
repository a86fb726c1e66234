// What tests of reports in a real browser share: Chromium, a result to write reports from, and checks.
//
// Tests are called with the program's path, and end with 77 (skipped) where Chromium or the driver is not installed.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const windtunnel = process.argv[2];
const tools = join(dirname(fileURLToPath(import.meta.url)), '../../tools/report/');
// First the one without windows: the others draw a window's frame for each page that is opened, which is half of their work.
const chromiums = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = chromiums.find((path) => existsSync(path));
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};
if (!executablePath) skip('Chromium is not installed (tools/setup installs the Debian package)');
if (!existsSync(join(tools, 'node_modules/playwright-core'))) skip('playwright-core is not installed (tools/setup fetches it)');
const {chromium} = createRequire(tools)('playwright-core');

export const folder = mkdtempSync(join(tmpdir(), 'windtunnel-browser-'));
export const result = join(folder, 'result.json');
execFileSync(windtunnel, ['run', '--designs', 'kasha', '--scenarios', 'zone-loss', '-n', '20', '--years', '20', '-q', '-o', `json=${result}`]);

export const write = (name, from = result) => {
  const file = join(folder, `${name}.html`);
  execFileSync(windtunnel, ['report', from, '--output', `html=${file}`]);
  return file;
};

export const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
let failures = 0, checks = 0;
export const check = (holds, what) => {
  ++checks;
  if (holds) return;
  ++failures;
  console.log(`FAILED: ${what}`);
};

/**
 * Opens a page, and watches that it complains of nothing and asks for nothing. `seconds` are those that the page's own thread worked
 * until its charts stood: on an idle machine little less than a reader waits, and the same on a busy one.
 */
export const open = async (file, {width = 1280, height = 900, colorScheme = 'light'} = {}) => {
  const page = await browser.newPage({viewport: {width, height}, colorScheme});
  page.on('console', (message) => check(!['error', 'warning'].includes(message.type()), `console: ${message.text()}`));
  page.on('pageerror', (error) => check(false, `error on the page: ${error.message}`));
  page.on('request', (request) => check(request.url() === `file://${file}`, `the page asks for ${request.url().slice(0, 100)}`));
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('Performance.enable', {timeDomain: 'threadTicks'});
  await page.goto(`file://${file}`, {timeout: 120000});
  const drawn = () => [...document.querySelectorAll('.chart')].every((chart) => chart.clientWidth === 0 || chart.dataset.drawn);
  await page.waitForFunction(drawn, null, {timeout: 120000});
  const {metrics} = await inspector.send('Performance.getMetrics');
  return {page, seconds: metrics.find((metric) => metric.name === 'ThreadTime').value};
};

const opened = new Map();

/** As open(), but once for each file and way to look at it: for tests that do not mind what others did on the page. */
export const shared = async (file, how = {}) => {
  const key = JSON.stringify([file, how]);
  if (!opened.has(key)) opened.set(key, await open(file, how));
  return opened.get(key);
};

/** Runs tests by name, says of each how it went, and ends the program: with 1 if a check failed. */
export const run = async (tests) => {
  try {
    for (const [name, test] of Object.entries(tests)) {
      const before = failures, begun = Date.now();
      await test();
      console.log(`${failures === before ? 'ok' : 'FAILED'}: ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    }
  } finally {
    await browser.close();
    rmSync(folder, {recursive: true, force: true});
  }
  console.log(`${checks} checks, ${failures} failures`);
  process.exit(failures ? 1 : 0);
};
