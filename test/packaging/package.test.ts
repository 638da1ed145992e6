import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles, PackageManager } from '@vscode/vsce';
import { beforeAll, describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly publisher: string;
  readonly name: string;
  readonly engines: { readonly vscode: string; readonly node: string };
  readonly activationEvents: readonly string[];
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: unknown; readonly description: string }; readonly virtualWorkspaces: boolean };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly grammars: readonly { readonly path: string }[];
    readonly jsonValidation: readonly { readonly url: string }[];
  };
};

beforeAll(() => {
  if (existsSync(join(root, 'dist/server.js'))) return;
  const built = spawnSync(process.execPath, ['server/build/build.mjs'], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
}, 120_000);

describe('the extension package', () => {
  it('has the identity and the engines that were promised', () => {
    expect(`${manifest.publisher}.${manifest.name}`).toBe('routewarden.routewarden');
    expect(manifest.engines).toEqual({ vscode: '^1.101.0', node: '>=20' });
  });

  it('is never activated by everything', () => {
    expect(manifest.activationEvents.length).toBeGreaterThan(0);
    for (const event of manifest.activationEvents) expect(event).toMatch(/^(onLanguage:[a-z]+|workspaceContains:.*\.[^/]+)$/);
  });

  it('says what an untrusted workspace may not decide', () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.untrustedWorkspaces.description).not.toBe('');
    expect(manifest.capabilities.virtualWorkspaces).toBe(false);
  });

  it('only contributes files that exist', () => {
    const paths = [...manifest.contributes.grammars.map(({ path }) => path), ...manifest.contributes.jsonValidation.map(({ url }) => url), manifest.main, ...Object.values(manifest.bin)];
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('carries what the allow-list names and nothing else', async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    const allowed = /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/(client|server|cli)\.js|dist\/THIRD-PARTY-NOTICES\.txt|server\/schema\/(openapi\/)?[\w.-]+\.(json|md|txt)|server\/docs\/checks\/[\w/-]+\.md|syntaxes\/[\w.-]+\.json)$/;
    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
    for (const file of ['package.json', 'README.md', 'LICENSE', 'dist/client.js', 'dist/server.js', 'dist/cli.js', 'dist/THIRD-PARTY-NOTICES.txt', 'server/schema/openapi/openapi-3.1.json', 'server/docs/checks/auth/missing-authentication.md']) expect(files).toContain(file);
  });

  it('only bundles packages under permissive licences', () => {
    const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    const packages = [...notices.matchAll(/^={80}\n(\S+) (\S+) \((.+)\)\n/gm)].map(([, name, , license]) => ({ name, license }));
    expect(packages.length).toBeGreaterThan(5);
    // Blue Oak is minimatch's licence, which VS Code's own client library brings along.
    const permissive = /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0)$/;
    expect(packages.filter(({ license }) => !permissive.test(license ?? ''))).toEqual([]);
  });
});

describe('the bundles', () => {
  it('start the language server on an old Node without a missing module', () => {
    const run = spawnSync(process.execPath, [join(root, 'dist/server.js'), '--stdio'], { input: '', encoding: 'utf8', timeout: 20_000 });
    expect(run.stderr).not.toMatch(/Cannot find module|SyntaxError|ReferenceError/);
  });
});
