import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith } from '../host/folder';

/** The program as a process: bundled as the product is, with the stand-in for the engine, which says so when it is loaded. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'routewarden-cli-'));
const program = join(folder, 'cli.js');

beforeAll(async () => {
  await build({
    absWorkingDir: root, entryPoints: ['server/src/cli/main.ts'], outfile: program, bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], logLevel: 'error',
    plugins: [{
      name: 'stand-in',
      setup(builder) {
        builder.onResolve({ filter: /engine\/workspace$/ }, () => ({ path: 'engine', namespace: 'stand-in' }));
        builder.onLoad({ filter: /.*/, namespace: 'stand-in' }, () => ({
          contents: "import { standIn } from './test/cli/stand-in.ts'; if (process.env.SAY_ENGINE) process.stderr.write('ENGINE'); export const createWorkspace = standIn;", resolveDir: root, loader: 'ts',
        }));
      },
    }],
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(cwd: string, args: readonly string[], input?: string): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, SAY_ENGINE: '1' }, ...(input === undefined ? {} : { input }) });
}

describe('the program', () => {
  it('ends with the exit code and keeps report and notes apart', () => {
    const project = folderWith({ 'a.ts': 'BAD\n' });
    const found = run(project, ['--format', 'json']);
    expect([found.status, found.stderr]).toEqual([1, 'ENGINE']);
    expect((JSON.parse(found.stdout) as { findings: unknown[] }).findings).toHaveLength(1);
    const wrong = run(project, ['--bogus']);
    expect([wrong.status, wrong.stdout, wrong.stderr]).toEqual([2, '', "routewarden: Unknown option '--bogus'.\n"]);
    expect(run(folderWith({}), []).status).toBe(0);
  });

  it('does not load the engine for what needs none', () => {
    for (const args of [['--version'], ['--help'], ['check', '--format', 'nope']]) expect(run(root, args).stderr).not.toContain('ENGINE');
  });

  it('writes a report of many megabytes to a pipe to its last byte', () => {
    const project = folderWith({ 'a.ts': 'BAD\n'.repeat(12_000) });
    const { stdout, status } = run(project, ['--format', 'json']);
    expect([status, stdout.length > 5_000_000]).toEqual([1, true]);
    expect((JSON.parse(stdout) as { findings: unknown[] }).findings).toHaveLength(12_000);
  });

  it('is not upset by a reader that goes away', async () => {
    const project = folderWith({ 'a.ts': 'BAD\n'.repeat(12_000) });
    const child = spawn(process.execPath, [program, '--format', 'json'], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise(done => child.once('exit', done));
    expect([code, errors]).toEqual([1, '']);
  });

  it('lsp --stdio is the server that stands beside it, alive as long as its client is', () => {
    writeFileSync(join(folder, 'server.js'), "process.stdin.on('data', text => process.stdout.write('heard ' + text)).on('end', () => { process.exitCode = process.argv.includes('--stdio') ? 0 : 7; });");
    const { status, stdout, stderr } = run(root, ['lsp', '--stdio'], 'hello');
    expect([status, stdout, stderr]).toEqual([0, 'heard hello', '']);
  });
});
