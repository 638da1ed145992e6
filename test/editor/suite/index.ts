import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/**
 * Entry of the in-editor tests; VS Code calls it in the extension host. Writes { passed, failed, pending } to the file that
 * ROUTEWARDEN_TEST_RESULTS names, and rejects when a test failed.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, reporter: 'spec', ...(process.env['ROUTEWARDEN_TEST_GREP'] === undefined ? {} : { grep: process.env['ROUTEWARDEN_TEST_GREP'] }) });
  for (const file of readdirSync(__dirname).sort()) if (file.endsWith('.test.js')) mocha.addFile(join(__dirname, file));
  const passed: string[] = [];
  const failed: { title: string; message: string }[] = [];
  const pending: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const target = process.env['ROUTEWARDEN_TEST_RESULTS'];
      if (target !== undefined) writeFileSync(target, JSON.stringify({ passed, failed, pending }));
      if (failures > 0) reject(new Error(`${failures} editor tests failed`));
      else resolve();
    });
    runner.on('pass', (test) => passed.push(test.fullTitle()));
    runner.on('fail', (test, error) => failed.push({ title: test.fullTitle(), message: String(error?.message ?? error) }));
    runner.on('pending', (test) => pending.push(test.fullTitle()));
  });
}
