import { describe, expect, it } from 'vitest';
import type { CompletionItem, CompletionList, Diagnostic, MarkupContent } from 'vscode-languageserver/node';
import { openApiVersionOf } from '../../server/src/lsp/openapi-yaml';
import { folderWith } from '../host/folder';
import { startSession, type Session } from './session';

const spec = (version: string, more = ''): string => `openapi: ${version}\ninfo:\n  title: Notes\n  version: 1.0.0\npaths:\n  /notes:\n    get:\n      responses:\n        '200':\n          description: The notes\n${more}`;
const own = (found: readonly Diagnostic[]): string[] => found.filter(({ source }) => source === 'OpenAPI').map(({ range, message }) => `${range.start.line + 1}: ${String(message)}`);

/** A session over an empty folder in which a document is open. */
async function opened(text: string, file = 'openapi.yaml'): Promise<Session> {
  const session = await startSession(folderWith({ [file]: text }));
  session.open(file, text);
  return session;
}

describe('the version of a document', () => {
  it('stands at its top', () => {
    expect(['3.0.3', '"3.1.0"', "'3.2.0'"].map(version => openApiVersionOf(spec(version)))).toEqual(['3.0', '3.1', '3.2']);
    expect([openApiVersionOf('# c\nswagger: "2.0"\n'), openApiVersionOf('"openapi": 3.0.1\n'), openApiVersionOf('openapi: 3.9.0\n')]).toEqual(['2.0', '3.0', '3.1']);
    for (const text of ['', 'services:\n  openapi: 3.0.0\n', '# openapi: 3.0.0\n', 'openapi:\n', 'openapi_x: 3.0.0\n', 'name: openapi 3.0.0\n']) expect(openApiVersionOf(text), text).toBeNull();
  });
});

describe('OpenAPI documents in YAML', () => {
  it.each(['3.0.3', '3.1.0', '3.2.0'])('of version %s are validated by the schema of their version', async (version) => {
    const session = await opened(spec(version));
    expect(own(await session.diagnostics('openapi.yaml'))).toEqual([]);
    session.type('openapi.yaml', '      responses:', '      responsez:');
    expect(own(await session.diagnostics('openapi.yaml')).join('\n')).toMatch(/^\d+: .*responsez/m);
    session.type('openapi.yaml', 'responsez', 'responses');
    expect(own(await session.diagnostics('openapi.yaml'))).toEqual([]);
  });

  it('of version 2.0 too', async () => {
    const session = await opened('swagger: "2.0"\ninfo:\n  title: Notes\n  version: "1"\npaths:\n  /notes:\n    get:\n      responses:\n        200:\n          description: ok\nhosts: x\n');
    const found = own(await session.diagnostics('openapi.yaml'));
    expect(found.join('\n')).toMatch(/^11: .*hosts/m);
    expect(found).toHaveLength(1);
  });

  it('that are broken say where, and our findings stay beside that', async () => {
    const session = await opened(spec('3.0.3'));
    session.type('openapi.yaml', '  /notes:\n', '  /notes: [\n');
    const found = await session.diagnostics('openapi.yaml');
    expect(found.every(({ source }) => source === 'OpenAPI')).toBe(true);
    expect(own(found).some(line => /^\d+: .*(flow|\])/i.test(line))).toBe(true);
  });

  it('are unchanged under one id, with the part of either side', async () => {
    const session = await opened(spec('3.0.3', 'wrong: 1\n'));
    const first = await session.pull('openapi.yaml');
    expect(first).toMatchObject({ kind: 'full', items: [{ source: 'OpenAPI' }] });
    expect(await session.pull('openapi.yaml', first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    const all = await session.workspace();
    expect(all.items).toMatchObject([{ kind: 'full', version: 1, items: [{ source: 'OpenAPI' }] }]);
    expect((await session.workspace(all)).items).toMatchObject([{ kind: 'unchanged' }]);
    session.close('openapi.yaml');
    expect((await session.workspace(all)).items).toMatchObject([{ kind: 'full', items: [] }]);
  });

  it('complete keys and explain them', async () => {
    const session = await opened(spec('3.0.3', 'sec\n'));
    const at = { textDocument: { uri: session.uri('openapi.yaml') } };
    const list = await session.connection.sendRequest<CompletionList | CompletionItem[]>('textDocument/completion', { ...at, position: { line: 10, character: 3 } });
    expect((Array.isArray(list) ? list : list.items).map(({ label }) => label)).toContain('security');
    const other = await opened('openapi: 3.1.0\ninfo:\n  title: Notes\n  version: 1.0.0\npaths:\n  /notes:\n    get:\n      op\n');
    const inner = await other.connection.sendRequest<CompletionList>('textDocument/completion', { textDocument: { uri: other.uri('openapi.yaml') }, position: { line: 7, character: 8 } });
    expect(inner.items.map(({ label }) => label)).toContain('operationId');
    expect(await session.connection.sendRequest('textDocument/completion', { textDocument: { uri: session.uri('src/app.ts') }, position: { line: 0, character: 0 } })).toBeNull();
  });

  it('with a schema named in a comment load nothing from the network', async () => {
    const session = await opened(`# yaml-language-server: $schema=https://example.invalid/schema.json\n${spec('3.0.3')}`);
    expect(own(await session.diagnostics('openapi.yaml'))).toEqual([]);
  });

  it('are the only YAML that is served', async () => {
    const session = await opened('services:\n  web: [\n', 'compose.yaml');
    expect(await session.diagnostics('compose.yaml')).toEqual([]);
    const at = { textDocument: { uri: session.uri('compose.yaml') }, position: { line: 0, character: 2 } };
    expect([await session.connection.sendRequest('textDocument/completion', at), await session.hover('compose.yaml', at.position)]).toEqual([null, null]);
    session.open('untitled:openapi.yaml', spec('3.0.3', 'wrong: 1\n'));
    expect(await session.diagnostics('untitled:openapi.yaml')).toEqual([]);
  });

  it('that are very long are left to our own checks', async () => {
    const session = await opened(spec('3.0.3', `wrong: ${'x'.repeat(1_000_000)}\n`));
    expect(await session.diagnostics('openapi.yaml')).toEqual([]);
  });

  it('show the words of the schema in a hover', async () => {
    const session = await opened('swagger: "2.0"\ninfo:\n  title: Notes\n  version: "1"\npaths: {}\nbasePath: /api\n');
    const hover = await session.hover('openapi.yaml', { line: 5, character: 2 });
    expect((hover?.contents as MarkupContent).value).toMatch(/base path/i);
  });
});
