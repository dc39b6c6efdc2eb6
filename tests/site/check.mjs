// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the published site in Chromium: every page on a phone and on a desk, with and without script, from the disk; sorts, filters, compares, walks
// by keyboard, prints; and holds the figures that a reader sees against those of `ceping score --json` and of the PDF reports.
//
//     node check.mjs SITE SCORE.json REPORTS MODULES PROGRAM [PICTURES]
//
// REPORTS holds overall.txt and district-ID.txt, the text of the PDF reports. With PICTURES each page is also taken as a picture there, to be looked at.
import { createRequire } from 'node:module';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';

const [site, scoreFile, reports, modules, program, pictures] = process.argv.slice(2);
const require = createRequire(path.resolve(modules) + '/');
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const score = JSON.parse(fs.readFileSync(scoreFile, 'utf8'));
const byId = (list, id) => (Array.isArray(list) ? list.find((x) => x.id === id) : list[id]);
const root = path.resolve(site);
const phone = { width: 375, height: 740 }, desk = { width: 1280, height: 900 };

let count = 0;
function report(good, name, detail) {
  console.log(`${good ? 'ok' : 'not ok'} ${++count} - ${name}`);
  if (!good && detail !== undefined) console.log('# ' + (typeof detail === 'string' ? detail : JSON.stringify(detail, null, 1)).slice(0, 3000).replace(/\n/g, '\n# '));
}
const none = (found, name) => report(found.length === 0, name, found.slice(0, 6));

function htmlFiles(folder = root) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? htmlFiles(full) : entry.name.endsWith('.html') ? [path.relative(root, full)] : [];
  }).sort();
}
const files = htmlFiles();
const address = (file) => url.pathToFileURL(path.join(root, file)).href;
const both = (file) => [file, file.replace(/^2017\//, '2017/en/')];

// Every page ---------------------------------------------------------------------------------------------------

const problems = { console: [], outside: [], overflow: [], axe: [], weight: [], small: [] };

async function newPage(browser, options) {
  const context = await browser.newContext({ viewport: desk, ...options });
  const page = await context.newPage();
  page.loaded = new Map();
  page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') problems.console.push([page.url(), m.text()]); });
  page.on('pageerror', (e) => problems.console.push([page.url(), String(e)]));
  page.on('request', (r) => {
    if (r.url().startsWith('data:')) return;
    if (!r.url().startsWith(address(''))) return problems.outside.push([page.url(), r.url()]);
    page.loaded.set(r.url(), fs.statSync(url.fileURLToPath(r.url().split('#')[0])).size);
  });
  return page;
}

async function audit(page, file, width) {
  const found = await page.evaluate(async (source) => {
    if (!window.axe) (0, eval)(source);
    const result = await window.axe.run(document, { resultTypes: ['violations'], preload: false });
    return result.violations.map((v) => [v.id, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary.slice(0, 200)]);
  }, axe);
  found.forEach((f) => problems.axe.push([file, width, ...f]));
}

// Pages of one kind are built alike, in either language: on the phone all Chinese ones are audited, of the others one of each kind.
function kindOf(file) {
  return file.replace(/[a-z0-9]+\.html$/, (name) => (name === 'index.html' || !/\/(district|project|department)\//.test(file) ? name : 'unit'));
}

async function visit(browser, list, audited) {
  const page = await newPage(browser, { bypassCSP: false });
  for (const file of list) {
    page.loaded.clear();
    for (const size of [phone, desk]) {
      await page.setViewportSize(size);
      if (size === phone) await page.goto(address(file));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.overflow.push([file, size.width, wide]);
      if (size === phone) {
        const tiny = await page.evaluate(() => Array.from(document.querySelectorAll('svg text')).filter((t) => t.getBoundingClientRect().height > 0)
          .map((t) => parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width).sort((a, b) => a - b)[0]);
        if (tiny < 9) problems.small.push([file, tiny]);
      }
      const kind = size.width + kindOf(file);
      if ((size === phone && !/(^|\/)en\//.test(file)) || !audited.has(kind)) {
        audited.add(kind);
        await audit(page, file, size.width);
      }
      if (pictures) await page.screenshot({ path: path.join(pictures, `${file.replace(/\//g, '-').replace('.html', '')}-${size.width}.png`), fullPage: true });
    }
    const weight = [...page.loaded.values()].reduce((a, b) => a + b, 0);
    if (weight >= 300000) problems.weight.push([file, weight]);
  }
  await page.context().close();
}

async function everyPage(browser) {
  const audited = new Set(), half = Math.ceil(files.length / 2);
  await Promise.all([visit(browser, files.slice(0, half), audited), visit(browser, files.slice(half), audited)]);
  report(files.length >= 100, `${files.length} pages opened on a phone and on a desk`);
  none(problems.overflow, 'no page is wider than its window');
  none(problems.axe, 'axe finds nothing to object to');
  none(problems.small, 'labels of charts are at least 9 pixels high on a phone');
  none(problems.weight, 'no page weighs 300 KB with all it loads');
}

// What a reader does ----------------------------------------------------------------------------------------------

const column = (page, table, index) => page.$$eval(`${table} tbody tr`, (rows, i) => rows.filter((r) => !r.hidden).map((r) => r.cells[i].textContent.trim()), index);

async function sorting(page) {
  for (const file of both('2017/index.html')) {
    await page.goto(address(file));
    const before = await column(page, '#ranking .scroll:first-of-type', 2);
    const button = page.locator('#ranking thead button').nth(2);
    await button.click();
    const up = await column(page, '#ranking .scroll:first-of-type', 2);
    await button.click();
    const down = await column(page, '#ranking .scroll:first-of-type', 2);
    await button.click();
    const again = await column(page, '#ranking .scroll:first-of-type', 2);
    const sorted = [...before].sort((a, b) => a - b);
    report(before.length === 9 && up.join() === sorted.join() && down.join() === sorted.reverse().join() && again.join() === before.join(),
      `${file}: sorted up, down, and back`, { before, up, down, again });
  }
  await page.goto(address('2017/satisfaction.html'));
  await page.locator('#districts thead button').nth(1).click();
  const heads = await column(page, '#districts', 0);
  report(heads.length === 10 && heads[9] === '全部', 'the line for all stays below when others are sorted', heads);
}

async function filtering(page) {
  for (const [file, wanted] of [['2017/satisfaction.html', '文化云'], ['2017/en/satisfaction.html', 'culture cloud']]) {
    await page.goto(address(file));
    const all = await column(page, '#projects', 0);
    await page.locator('#projects input[type=search]').fill(wanted);
    const found = await column(page, '#projects', 0);
    const status = await page.locator('#projects [role=status]').textContent();
    await page.locator('#projects input[type=search]').fill('');
    report(found.length === 1 && found[0].toLowerCase().includes(wanted) && status.startsWith('1 /') && (await column(page, '#projects', 0)).length === all.length,
      `${file}: filtered to one of ${all.length} and back`, { found, status });
  }
}

async function comparing(page, names) {
  const rows = byId(score.tables, 'districts').rows;
  for (const [file, english] of [['2017/index.html', false], ['2017/en/index.html', true]]) {
    await page.goto(address(file));
    const first = page.locator('.compare select').first(), second = page.locator('.compare select').nth(1);
    const choose = async (select, id) => select.selectOption({ label: english ? names[id].english : names[id].chinese });
    await choose(first, 'lz');
    await choose(second, 'gx');
    const line = await page.$$eval('.result tbody tr', (trs) => Array.from(trs[1].cells, (c) => c.textContent));
    const a = rows.find((r) => r.units.district === 'lz').printed, b = rows.find((r) => r.units.district === 'gx').printed;
    report(line[1] === a && line[2] === b && line[3] === (a - b).toFixed(2).replace('-', '−'), `${file}: two districts compared`, { line, a, b });
  }
  await page.goto(address('2017/satisfaction.html'));
  const rate = (id) => byId(score.figures, 'satisfaction_by_district').by.find((c) => c.units.district === id).printed;
  await page.locator('.compare select').first().selectOption({ label: '临淄' });
  await page.locator('.compare select').nth(1).selectOption({ label: '高新区' });
  const line = await page.$$eval('.result tbody tr', (trs) => Array.from(trs[0].cells, (c) => c.textContent));
  report(line[1] === rate('lz') + '%' && line[2] === rate('gx') + '%' && line[3] === (rate('lz') - rate('gx')).toFixed(1).replace('-', '−'), 'rates of two districts compared', line);
}

// On a phone the caption of a table wider than the screen ends at the screen's edge, and no row of a table is a ladder.
async function narrow(page) {
  await page.setViewportSize({ width: 390, height: 800 });
  const wrong = [];
  for (const file of ['2017/index.html', '2017/en/index.html', '2017/en/method.html', '2017/satisfaction.html']) {
    await page.goto(address(file));
    wrong.push(...await page.$$eval('.table', (list) => list.flatMap((t) => [
      ...Array.from(t.querySelectorAll('caption')).filter((c) => c.getBoundingClientRect().right > innerWidth).map((c) => c.textContent),
      ...Array.from(t.querySelectorAll('.range')).filter((c) => { const range = document.createRange(); range.selectNodeContents(c); return range.getClientRects().length > 1; }).map((c) => c.textContent),
      ...Array.from(t.querySelectorAll('td.long')).filter((c) => c.offsetWidth < 200).map((c) => c.textContent)])));
  }
  none(wrong, 'captions, ranges and sentences of tables can be read on a phone');
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function tips(page) {
  await page.goto(address('2017/index.html'));
  const bar = page.locator('figure.chart svg [data-category="0"]').first();
  await bar.scrollIntoViewIfNeeded();
  await bar.hover();
  const tip = await page.locator('.tip').textContent();
  const best = byId(score.tables, 'districts').rows.find((r) => r.place === 1).printed;
  await page.keyboard.press('Escape');
  report(tip.includes(best) && (await page.locator('.tip').count()) === 0, 'a bar tells its figure, and Escape takes it away', tip);
}

async function keyboard(page) {
  await page.goto(address('2017/index.html'));
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(() => ({ href: document.activeElement.getAttribute('href'), seen: document.activeElement.getBoundingClientRect().left >= 0 }));
  await page.keyboard.press('Enter');
  const main = await page.evaluate(() => document.activeElement.id || location.hash);
  report(skip.href === '#main' && skip.seen && /main/.test(main), 'the first key leads past the ways to the text', { skip, main });
  await page.goto(address('2017/index.html'));
  const reached = new Set(), bare = [];
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (e === document.body) return null;
      const style = getComputedStyle(e);
      e.dataset.reached = '1';
      return { html: e.outerHTML.slice(0, 90), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
    });
    if (!at) break;
    if (!at.ring) bare.push(at.html);
    reached.add(at.html);
  }
  const missed = await page.$$eval('a[href], button, select, input, summary, [tabindex="0"]', (list) => list.filter((e) => !e.dataset.reached && e.checkVisibility()).map((e) => e.outerHTML.slice(0, 120)));
  report(reached.size > 30 && missed.length === 0, `${reached.size} things are reached by keyboard, none is missed`, missed);
  none([...new Set(bare)], 'what has the focus shows it');
  await page.locator('#ranking thead button').nth(2).focus();
  await page.keyboard.press('Enter');
  report((await page.locator('#ranking thead th').nth(2).getAttribute('aria-sort')) === 'ascending', 'tables are sorted by keyboard');
  const select = page.locator('.compare select').first(), before = await select.inputValue();
  await select.focus();
  await page.keyboard.press('ArrowDown');
  const line = await page.$$eval('.result tbody tr', (trs) => trs.length);
  report((await select.inputValue()) !== before && line > 1, 'districts are chosen for comparison by keyboard', { before, line });
  await page.locator('.language a').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/en/index.html');
  report((await page.locator('html').getAttribute('lang')) === 'en', 'the language is switched by keyboard');
  await page.goto(address('2017/satisfaction.html'));
  await page.locator('#projects input[type=search]').focus();
  await page.keyboard.type('文化云');
  const found = (await column(page, '#projects', 0)).length;
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  report(found === 1 && (await column(page, '#projects', 0)).length > 1, 'tables are filtered by keyboard', found);
}

async function withoutScript(browser) {
  const page = await newPage(browser, { javaScriptEnabled: false });
  await page.goto(address('2017/index.html'));
  report((await page.locator('button, select, input').count()) === 0 && (await page.locator('#ranking tbody tr').count()) === 9 && (await page.locator('figure svg').count()) >= 1,
    'without script tables and charts are there, and nothing that would need it');
  await page.locator('.language a').click();
  report(page.url() === address('2017/en/index.html') && (await page.locator('h1').textContent()).startsWith('Results'), 'the switch to English needs no script');
  await page.locator('.language a').click();
  await page.locator('nav a', { hasText: '区县' }).click();
  await page.locator('main a', { hasText: '高新区' }).click();
  report(page.url() === address('2017/district/gx.html'), 'links lead from the first page to a district');
  await page.context().close();
}

// The same pages from `ceping serve`, whose headers are stricter than the pages' own policy.
async function served(browser) {
  const server = spawn(program, ['serve', root, '--port', '0'], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  const port = await new Promise((resolve) => server.stdout.on('data', (line) => resolve(/127\.0\.0\.1:(\d+)/.exec(line)[1])));
  const context = await browser.newContext({ viewport: phone }), page = await context.newPage(), wrong = [];
  page.on('console', (m) => wrong.push([page.url(), m.text()]));
  page.on('response', (r) => { if (r.status() !== 200 || !/frame-ancestors 'none'/.test(r.headers()['content-security-policy'])) wrong.push([r.url(), r.status()]); });
  page.on('request', (r) => { if (!r.url().startsWith(`http://127.0.0.1:${port}/`) && !r.url().startsWith('data:')) wrong.push(r.url()); });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.locator('main a').first().click();
  await page.locator('#ranking thead button').first().click();
  await page.locator('#ranking a').first().click();
  await page.locator('nav a', { hasText: '数据下载' }).click();
  const [download] = await Promise.all([page.waitForEvent('download').catch(() => null), page.locator('main a', { hasText: 'figures.csv' }).click().catch(() => {})]);
  const file = download && (await download.path());
  report(wrong.length === 0 && file && fs.readFileSync(file).equals(fs.readFileSync(path.join(root, '2017/data/figures.csv'))), 'from ceping serve: pages, script and data, nothing from elsewhere', wrong);
  await context.close();
  server.kill('SIGTERM');
}

async function printing(browser) {
  const page = await newPage(browser, {}), folder = fs.mkdtempSync(path.join(reports, 'print-'));
  const found = [];
  for (const file of ['2017/index.html', '2017/district/gx.html', '2017/method.html', '2017/en/index.html']) {
    await page.goto(address(file));
    await page.emulateMedia({ media: 'print' });
    const hidden = await page.$$eval('header nav, .compare, .filter', (list) => list.every((e) => !e.checkVisibility()));
    const out = path.join(folder, 'page.pdf');
    await page.pdf({ path: out, format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
    const text = execFileSync('pdftotext', ['-layout', out, '-'], { encoding: 'utf8' }), pages = text.split('\f').length - 1;
    const cut = await page.evaluate(() => Array.from(document.querySelectorAll('table')).filter((t) => t.checkVisibility() && t.getBoundingClientRect().width > t.closest('main').getBoundingClientRect().width + 1).length);
    if (!hidden || pages < 1 || pages > 12 || cut || !/模拟数据|Simulated data/.test(text)) found.push([file, hidden, pages, cut]);
  }
  none(found, 'pages print without what needs a screen, nothing is cut off');
  await page.context().close();
}

// Figures -------------------------------------------------------------------------------------------------------------

const squeeze = (text) => text.replace(/\s+/g, '');

async function figures(page, names) {
  const table = byId(score.tables, 'districts');
  const wrong = [];
  for (const [file, english] of [['2017/index.html', false], ['2017/en/index.html', true]]) {
    await page.goto(address(file));
    const rows = await page.$$eval('#ranking .scroll:first-of-type tbody tr', (list) => list.map((r) => Array.from(r.cells, (c) => c.textContent.trim())));
    for (const row of table.rows) {
      const name = names[row.units.district][english ? 'english' : 'chinese'];
      const line = rows.find((r) => r[1] === name);
      if (!line || line[0] !== String(row.place) || line[2] !== row.printed) wrong.push([file, name, line, row.place, row.printed]);
    }
    const text = squeeze(await page.locator('main').innerText());
    for (const id of ['satisfaction', 'satisfaction_score', 'awareness']) {
      const figure = byId(score.figures, id);
      if (!text.includes(figure.printed) || !text.includes(String(figure.base))) wrong.push([file, id, figure.printed, figure.base]);
    }
  }
  none(wrong, 'the first page has the figures of score to the last digit, in both languages');
  let compared = 0;
  for (const row of table.rows) {
    const id = row.units.district, cell = byId(score.figures, 'satisfaction_by_district').by.find((c) => c.units.district === id);
    for (const file of both(`2017/district/${id}.html`)) {
      await page.goto(address(file));
      const shown = await page.$$eval('main > p + ul strong', (list) => list.map((e) => e.textContent));
      if (!shown[0].startsWith(row.printed) || shown[1].replace(/\D/g, '') !== String(row.place) || shown[2].replace('%', '') !== cell.printed) wrong.push([file, shown]);
      compared += 3;
    }
  }
  report(compared === 54 && wrong.length === 0, `${compared} figures at the head of the districts' pages are those of score`, wrong);
}

async function sameAsReports(page, names) {
  const overall = squeeze(fs.readFileSync(path.join(reports, 'overall.txt'), 'utf8')), wrong = [];
  let compared = 0;
  await page.goto(address('2017/index.html'));
  for (const row of await page.$$eval('#ranking .scroll:first-of-type tbody tr', (list) => list.map((r) => [r.cells[1].textContent.trim(), r.cells[2].textContent.trim()]))) {
    compared++;
    if (!overall.includes(row[1])) wrong.push(['overall', row]);
  }
  for (const id of Object.keys(names)) {
    const text = squeeze(fs.readFileSync(path.join(reports, `district-${id}.txt`), 'utf8'));
    await page.goto(address(`2017/district/${id}.html`));
    const lines = await page.$$eval('.table table', (tables) => tables.filter((t) => /各评估(方式|维度)得分/.test(t.caption.textContent))
      .flatMap((t) => Array.from(t.tBodies[0].rows, (r) => Array.from(r.cells, (c) => c.textContent.trim()))));
    for (const line of lines) {
      compared++;
      if (!text.includes(squeeze(line.slice(0, 4).join('')).replace(/−/g, '-'))) wrong.push([id, line]);
    }
  }
  report(compared >= 100 && wrong.length === 0, `${compared} lines of scores on the pages stand in the PDF reports too, digit by digit`, wrong);
}

// A name by its id, from the lists of units.
async function districtNames(page) {
  const names = {};
  for (const [file, key] of [['2017/district/index.html', 'chinese'], ['2017/en/district/index.html', 'english']]) {
    await page.goto(address(file));
    for (const [href, text] of await page.$$eval('main ul a', (list) => list.map((a) => [a.getAttribute('href'), a.textContent])))
      (names[href.replace('.html', '')] ??= {})[key] = text;
  }
  return names;
}

async function languages(page) {
  const wrong = [], left = [];
  for (const file of files.filter((f) => f.startsWith('2017/en/'))) {
    await page.goto(address(file));
    const found = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), bare = [], chinese = [];
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!/[\u4e00-\u9fff]/.test(node.textContent)) continue;
        if (node.parentElement.closest('svg, [lang="zh-CN"]')) chinese.push(node.textContent.trim());
        else bare.push(node.textContent.trim());
      }
      return { bare, chinese, other: document.querySelector('.language a').getAttribute('href') };
    });
    found.bare.forEach((text) => wrong.push([file, text]));
    found.chinese.forEach((text) => left.push([file, text]));
    if (!fs.existsSync(path.resolve(root, path.dirname(file), found.other))) wrong.push([file, found.other]);
  }
  none(wrong, 'what stays Chinese on an English page says that it is');
  // A new phrase of the program belongs into src/base/words_en.c, a new name of the sample into its english.yaml.
  none(left.filter(([, text]) => !/^(中文|模拟数据，非真实评估结果)$/.test(text)), 'every phrase of the program has its English');
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
try {
  await everyPage(browser);
  const page = await newPage(browser, {});
  const names = await districtNames(page);
  await sorting(page);
  await filtering(page);
  await comparing(page, names);
  await narrow(page);
  await tips(page);
  await keyboard(page);
  await figures(page, names);
  await sameAsReports(page, names);
  await languages(page);
  await page.context().close();
  await withoutScript(browser);
  await printing(browser);
  await served(browser);
  none(problems.console, 'no error and no warning on the console, so the policy of the pages was never broken');
  none(problems.outside, 'no request left the folder');
} finally {
  await browser.close();
}
console.log(`1..${count}`);
