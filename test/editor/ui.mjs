// Drives the workbench's own page as a person does: squiggles while typing, the proof chain in the hover, the menu of quick fixes, what each
// fix does, the export. Screenshots land in dist/test/ui. `--results FILE` receives { passed, failed, pending }; `--keep` leaves the
// scratch folder in place.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './code-server.mjs';
import { launchBrowser, profileIn, startServer, typingSettings, workbenchUrl } from './workbench.mjs';

const { values } = parseArgs({ options: { results: { type: 'string' }, keep: { type: 'boolean' } } });
const shots = join(projectRoot, 'dist/test/ui');
const scratch = mkdtempSync(join(tmpdir(), 'routewarden-ui-'));
const workspace = join(scratch, 'tiny-notes');
const results = { passed: [], failed: [], pending: [] };

rmSync(shots, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });
cpSync(join(projectRoot, 'test/editor/workspace'), workspace, { recursive: true });
const profile = profileIn(scratch, { more: { ...typingSettings, 'editor.fontSize': 13, 'explorer.compactFolders': false } });
const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
symlinkSync(projectRoot, join(profile.extensions, `routewarden.routewarden-${version}`));

const onDisk = (file) => (existsSync(join(workspace, file)) ? readFileSync(join(workspace, file), 'utf8') : '');

/** Waits until something holds on disk, where the page cannot tell. */
async function until(what, holds, ms = 20_000) {
  for (const end = Date.now() + ms; !holds();) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The page with the moves that the steps are made of. */
function movesOn(page) {
  const input = page.locator('.quick-input-widget input[type=text]').first();
  const line = (text) => page.locator('.editor-instance .view-line', { hasText: text }).first();
  const shot = async (name) => { await page.screenshot({ path: join(shots, `${name}.png`) }); };
  return {
    page, line, shot, input,
    squiggles: (kind) => page.locator(`.monaco-editor .cdr.squiggly-${kind}`),
    async open(file) {
      await page.keyboard.press('Control+P');
      await input.fill(file);
      // Enter takes the row in focus, which may still be an older one for a moment.
      await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: file.slice(file.lastIndexOf('/') + 1) }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: file.slice(file.lastIndexOf('/') + 1) }).waitFor();
    },
    async goTo(row, column) {
      await page.keyboard.press('Control+G');
      await input.fill(`:${row}:${column}`);
      await page.keyboard.press('Enter');
      // What is typed before the editor has the focus again is lost.
      await input.waitFor({ state: 'hidden' });
      await page.locator('.monaco-editor.focused').first().waitFor();
    },
    async save(file, holds) {
      await page.keyboard.press('Control+S');
      await until(`${file} on disk`, () => holds(onDisk(file)));
    },
    /** Opens the quick fixes at some text of a saved file, and takes one; it is applied at once. */
    async fix(file, text, title, name) {
      const row = onDisk(file).split('\n').findIndex((one) => one.includes(text)) + 1;
      assert.ok(row > 0, `${file} does not hold ${text}`);
      await this.goTo(row, 5);
      const item = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
      // The first press may come while the editor is still getting the focus back.
      for (let time = 0; time < 6 && !await item.isVisible(); time++) {
        await page.keyboard.press('Control+.');
        await item.waitFor({ timeout: 5_000 }).catch(() => page.keyboard.press('Escape'));
      }
      await item.waitFor();
      await shot(`${name}-menu`);
      await item.click();
    },
  };
}

/** What a person does, in order; each step builds on the one before. */
const steps = {
  'shows the findings of a file that is opened': async ({ open, line, squiggles, shot }) => {
    await open('src/routes/notes.ts');
    await line("notes.delete('/:id'").waitFor();
    await squiggles('error').first().waitFor({ timeout: 60_000 });
    await shot('1-findings');
  },
  'underlines a route while it is typed': async ({ page, goTo, squiggles, shot, line, save }) => {
    const before = await squiggles('error').count();
    await goTo(6, 1);
    await page.keyboard.type("\nnotes.delete('/', async (_req, res) => {\n  await db.note.deleteMany();\n  res.status(204).end();\n});\n", { delay: 15 });
    await line("notes.delete('/',").waitFor();
    await page.waitForFunction((count) => document.querySelectorAll('.monaco-editor .cdr.squiggly-error').length > count, before);
    await shot('2-squiggle-while-typing');
    await save('src/routes/notes.ts', (text) => text.includes("notes.delete('/',"));
  },
  'explains it in the hover, with the proof chain': async ({ page, line, shot }) => {
    await line("notes.delete('/',").locator('span', { hasText: 'delete' }).last().hover();
    const hover = page.locator('.monaco-hover:visible').first();
    await hover.getByText('can be called without credentials').first().waitFor();
    await hover.getByText('Authentication').first().waitFor();
    await hover.getByText(/app\.ts/).first().waitFor();
    await shot('3-proof-chain');
    await page.keyboard.press('Escape');
  },
  'adds the guard of the siblings': async (moves) => {
    await moves.fix('src/routes/notes.ts', "notes.delete('/',", 'Add requireUser', '4-add-guard');
    await moves.line("notes.delete('/', requireUser, async").waitFor();
    await moves.shot('4-add-guard-result');
    await moves.save('src/routes/notes.ts', (text) => text.includes("notes.delete('/', requireUser, async"));
  },
  'leaves the secret out of the response': async (moves) => {
    await moves.open('src/routes/users.ts');
    await moves.squiggles('error').first().waitFor();
    await moves.fix('src/routes/users.ts', 'res.json(user)', 'Send the response without passwordHash', '5-drop-field');
    await moves.page.waitForFunction(() => document.querySelectorAll('.editor-instance .cdr.squiggly-error').length === 0);
    await moves.shot('5-drop-field-result');
    const before = onDisk('src/routes/users.ts');
    await moves.save('src/routes/users.ts', (text) => text !== before);
  },
  'registers the operation in the OpenAPI document': async (moves) => {
    await moves.open('src/routes/notes.ts');
    await moves.fix('src/routes/notes.ts', "notes.get('/export'", 'Register GET /notes/export', '6-register');
    await moves.open('openapi.yaml');
    await moves.line('/notes/export').waitFor();
    await moves.shot('6-register-result');
    await moves.save('openapi.yaml', (text) => text.includes('/notes/export') && text.includes('# Every path but /health'));
  },
  'exports the inventory to the file that is picked': async ({ page, input, shot }) => {
    await page.keyboard.press('F1');
    await input.fill('>Routewarden: Export Inventory');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Export Inventory' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'For other programs' }).or(page.locator('.quick-input-list .monaco-list-row', { hasText: 'for spreadsheets' })).first().waitFor();
    await shot('7-export-format');
    await input.fill('CSV');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => [...document.querySelectorAll('.quick-input-widget input')].some((one) => one.value.includes('endpoint-inventory.csv')));
    await shot('8-export-target');
    await page.keyboard.press('Enter');
    await until('the file', () => onDisk('endpoint-inventory.csv').includes('/notes/{id}'));
    assert.match(onDisk('endpoint-inventory.csv'), /^method,path,/);
    await page.locator('.tab.active', { hasText: 'endpoint-inventory.csv' }).waitFor();
    await shot('9-export-result');
  },
};

const running = { browser: null, server: null };
let page = null;
try {
  const [server, launched] = await Promise.all([startServer(profile), launchBrowser()]);
  Object.assign(running, { server, browser: launched.browser });
  page = launched.page;
  page.setDefaultTimeout(30_000);
  await page.goto(workbenchUrl(server.port, workspace));
  await page.locator('.explorer-folders-view').getByText('openapi.yaml').waitFor({ timeout: 60_000 });
  const moves = movesOn(page);
  for (const [title, step] of Object.entries(steps)) {
    await step.call(moves, moves);
    results.passed.push(title);
    console.log(`  ✔ ${title}`);
  }
} catch (error) {
  const title = Object.keys(steps)[results.passed.length] ?? 'the end';
  results.failed.push({ title, message: error instanceof Error ? error.message : String(error) });
  // The steps after it were not tried; they do not count as passed.
  results.failed.push(...Object.keys(steps).slice(results.passed.length + 1).map((later) => ({ title: later, message: 'not tried, because an earlier step failed' })));
  console.error(`  ✘ ${title}\n${error instanceof Error ? error.stack : error}`);
  await page?.screenshot({ path: join(shots, 'failure.png') }).catch(() => {});
} finally {
  await running.browser?.close().catch(() => {});
  await running.server?.stop();
  if (values.keep !== true) rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
if (values.results) writeFileSync(values.results, JSON.stringify(results));
console.log(`editor ui: ${results.passed.length} passed, ${results.failed.length} failed; screenshots are in dist/test/ui`);
process.exit(results.failed.length === 0 ? 0 : 1);
