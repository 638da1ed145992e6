import { describe, expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver/node';
import { endpointHover } from '../../server/src/lsp/hover';
import type { Snapshot } from '../../server/src/engine/api';
import { at, endpoint, model } from '../checks/models';
import { notes, sample, users } from './sample';
import { able, startSession } from './session';

const words = (hover: { contents: unknown } | null): string => (hover?.contents as MarkupContent | undefined)?.value ?? '';

describe('the hover of a registration', () => {
  it('shows the endpoint, who may call it with the proof, and the document', async () => {
    const session = await startSession(sample());
    session.open(notes);
    const open = words(await session.hover(notes, { line: 15, character: 8 }));
    expect(open).toContain('**DELETE /notes/{id}** · express');
    expect(open).toContain('**Authentication** none: anybody may call it');
    expect(open).toMatch(/^1\. .+ \(\[src\/(app|routes\/notes)\.ts:\d+\]\(file:\/\/\/.+#L\d+\)\)$/m);
    expect(open).toContain(`**OpenAPI** described ([openapi.yaml:22](${session.uri('openapi.yaml')}#L22))`);
    const guarded = words(await session.hover(notes, { line: 6, character: 3 }));
    expect(guarded).toContain('**Authentication** required: a request without credentials is refused (bearer)');
    expect(guarded).toMatch(/^1\. requireUser .+ answers 401 otherwise \(\[src\/routes\/notes\.ts:7\]/m);
  });

  it('names the sensitive fields that leave', async () => {
    const session = await startSession(sample());
    const text = words(await session.hover(users, { line: 6, character: 0 }));
    expect(text).toContain('`passwordHash`');
    expect(text).toContain('`email`');
    expect(text).not.toContain('`name`');
  });

  it('is not in the way elsewhere', async () => {
    const session = await startSession(sample());
    for (const [line, character] of [[0, 3], [16, 5], [8, 0], [99, 0]] as const) expect(await session.hover(notes, { line, character })).toBeNull();
    expect(await session.hover('untitled:x', { line: 0, character: 0 })).toBeNull();
  });

  it('is plain where the client wants plain text', async () => {
    const session = await startSession(sample(), { capabilities: { ...able, textDocument: { ...able.textDocument, hover: { contentFormat: ['plaintext'] } } } });
    const hover = await session.hover(notes, { line: 15, character: 8 });
    expect(hover?.contents).toMatchObject({ kind: 'plaintext' });
    expect(words(hover)).toMatch(/^DELETE \/notes\/\{id\}: · express\n/);
    expect(words(hover)).not.toMatch(/\]\(|\*\*/);
  });

  it('makes no links and no HTML of what the workspace says', () => {
    const hostile = endpoint('GET /x', { range: at(3, 1, 9), path: '/x', id: 'GET /x](command:evil)', auth: { status: 'unknown', mechanisms: ['<img src=x>'], roles: [], scopes: [], evidence: [{ message: '![x](https://a) `b`\n# c', file: 'a](b).ts', range: at(1) }] } });
    const snapshot = { model: model([hostile]) } as Snapshot;
    const text = words(endpointHover(snapshot, 'src/app.ts', { line: 2, character: 4 }, '/w', true));
    expect(text).not.toMatch(/(?<!\\)<|(?<!\\)!\[|^# /m);
    expect([...text.matchAll(/(?<!\\)\]\((.*?)\)/g)].map(([, target]) => target)).toEqual([expect.stringMatching(/^file:\/\/\/w\/a%5D%28b%29\.ts#L1$/)]);
  });
});
