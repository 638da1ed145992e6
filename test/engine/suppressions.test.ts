import { describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/model/finding';
import { applySuppressions } from '../../server/src/engine/suppress';
import { readSpec } from '../../server/src/specs/read';
import { folderWith } from '../host/folder';
import { finding } from '../reports/samples';
import { openFolder, sample, today, typed } from './opened';

const CHECK = 'auth/missing-authentication';
const route = "orders.post('/',";

/** The findings of the orders router with a comment above its open route. */
async function withComment(comment: string, date = today): Promise<readonly Finding[]> {
  const text = (sample['src/orders.ts'] ?? '').replace(route, `${comment}\n${route}`);
  const { workspace } = openFolder(folderWith({ ...sample, 'src/orders.ts': text }), { config: { today: date } });
  await workspace.scan();
  return workspace.snapshot().findingsOf('src/orders.ts');
}
const checks = (findings: readonly Finding[]): readonly string[] => findings.map(({ check, suppressed }) => suppressed ? `${check} suppressed` : check).sort();

describe('suppressions', () => {
  it('with a reason: the finding stays, marked with the reason', async () => {
    const findings = await withComment(`// routewarden-ignore-next-line ${CHECK} -- the shop takes orders from guests`);
    expect(checks(findings)).toEqual([`${CHECK} suppressed`]);
    expect(findings[0]?.suppressed).toEqual({ reason: 'the shop takes orders from guests', until: null, by: 'comment' });
  });

  it('by group, and in a block comment', async () => {
    expect(checks(await withComment('/* routewarden-ignore-next-line auth/* -- guests */'))).toEqual([`${CHECK} suppressed`]);
  });

  it('without a reason: it does not count and is itself a finding', async () => {
    expect(checks(await withComment(`// routewarden-ignore-next-line ${CHECK}`))).toEqual([CHECK, 'suppression/without-reason']);
    expect(checks(await withComment(`// routewarden-ignore-next-line ${CHECK} --  `))).toEqual([CHECK, 'suppression/without-reason']);
  });

  it('with a date: it holds through that day, and has expired on the next', async () => {
    const comment = `// routewarden-ignore-next-line ${CHECK} -- until the login is there (until 2026-06-15)`;
    const last = await withComment(comment, '2026-06-15');
    expect(checks(last)).toEqual([`${CHECK} suppressed`]);
    expect(last[0]?.suppressed).toEqual({ reason: 'until the login is there', until: '2026-06-15', by: 'comment' });
    expect(checks(await withComment(comment, '2026-06-16'))).toEqual([CHECK, 'suppression/expired']);
  });

  it('of something that is not there: unused', async () => {
    expect(checks(await withComment('// routewarden-ignore-next-line drift/unregistered-endpoint -- known'))).toEqual([CHECK, 'suppression/unused']);
    expect(checks(await withComment(`// routewarden-ignore-next-line ${CHECK} -- guests\n`))).toEqual([CHECK, 'suppression/unused']);
  });

  it('in a string: none', async () => {
    expect(checks(await withComment(`const text = '// routewarden-ignore-next-line ${CHECK} -- guests';`))).toEqual([CHECK]);
  });

  it('comes and goes while somebody types, in the place that it has', async () => {
    const { workspace } = openFolder(folderWith(sample));
    await workspace.scan();
    const text = sample['src/orders.ts'] ?? '';
    expect(checks(workspace.snapshot().findingsOf('src/orders.ts'))).toEqual([CHECK]);
    workspace.apply([typed('src/orders.ts', text.replace(route, `// routewarden-ignore-next-line ${CHECK} -- guests\n${route}`))]);
    expect(checks(workspace.snapshot().findingsOf('src/orders.ts'))).toEqual([`${CHECK} suppressed`]);
    expect(workspace.stats().registrationReused).toBe(true);
    workspace.apply([typed('src/orders.ts', text.replace(route, `// routewarden-ignore-next-line ${CHECK}\n${route}`))]);
    const problem = workspace.snapshot().findings.find(({ check }) => check === 'suppression/without-reason');
    const line = text.slice(0, text.indexOf(route)).split('\n').length;
    expect(problem?.range).toEqual({ start: { line, column: 1 }, end: { line, column: `// routewarden-ignore-next-line ${CHECK}`.length + 1 } });
    workspace.apply([typed('src/orders.ts', text)]);
    expect(checks(workspace.snapshot().findingsOf('src/orders.ts'))).toEqual([CHECK]);
  });

  it('in a document speak for their operation', async () => {
    const document = (ignore: string): string => `openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /orders:\n    get:\n${ignore}      responses: { '200': { description: ok } }\n`;
    const { workspace } = openFolder(folderWith({ ...sample, 'openapi.yaml': document('      x-routewarden-ignore:\n        - check: spec/anything\n          reason: known\n') }));
    await workspace.scan();
    expect(checks(workspace.snapshot().findingsOf('openapi.yaml'))).toEqual(['suppression/unused']);
    workspace.apply([typed('openapi.yaml', document(''))]);
    expect(checks(workspace.snapshot().findingsOf('openapi.yaml'))).toEqual([]);
  });

  it('in the comments of a document: a reason is needed, a date ends it, and what hides nothing is told', async () => {
    const document = (comment: string): string => `openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /orders:\n    ${comment}\n    get:\n      responses: { '200': { description: ok } }\n`;
    const directive = '# routewarden-ignore-next-line spec/anything';
    const { workspace } = openFolder(folderWith({ ...sample, 'openapi.yaml': document(`${directive} -- known`) }));
    await workspace.scan();
    expect(checks(workspace.snapshot().findingsOf('openapi.yaml'))).toEqual(['suppression/unused']);
    const [unused] = workspace.snapshot().findingsOf('openapi.yaml');
    expect(unused?.range).toEqual({ start: { line: 5, column: 5 }, end: { line: 5, column: 5 + `${directive} -- known`.length } });
    workspace.apply([typed('openapi.yaml', document(directive))]);
    expect(checks(workspace.snapshot().findingsOf('openapi.yaml'))).toEqual(['suppression/without-reason']);
    workspace.apply([typed('openapi.yaml', document(`${directive} -- known (until 2026-01-31)`))]);
    expect(checks(workspace.snapshot().findingsOf('openapi.yaml'))).toEqual(['suppression/expired']);
    workspace.apply([typed('openapi.yaml', document('# an ordinary comment'))]);
    expect(checks(workspace.snapshot().findingsOf('openapi.yaml'))).toEqual([]);
  });

  it('in the comments of a document suppress what is found on the next line of it, and nothing else', () => {
    const text = "openapi: 3.0.3\npaths:\n  /orders:\n    # routewarden-ignore-next-line spec/anything -- known\n    get: {}\n    put: {}\n";
    const facts = readSpec('openapi.yaml', text);
    if (facts === null) throw new Error('no document');
    const at = (line: number, check = 'spec/anything', file = 'openapi.yaml'): Finding =>
      finding({ check, file, range: { start: { line, column: 5 }, end: { line, column: 8 } }, fingerprint: `${file} ${line} ${check}`, suppressed: null });
    const judged = applySuppressions([at(5), at(6), at(5, 'spec/other'), at(5, 'spec/anything', 'other.yaml')], [facts], [], today);
    expect(judged.map(({ suppressed }) => suppressed)).toEqual([{ reason: 'known', until: null, by: 'comment' }, null, null, null]);
  });
});
