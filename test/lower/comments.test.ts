import { describe, expect, it } from 'vitest';
import { lower } from './lower';

const DIRECTIVE = ['routewarden', 'ignore-next-line'].join('-');

describe('documentation', () => {
  const docs = (text: string): (string | null)[] => Object.values(lower(text).units).filter((unit) => unit.key !== '').map((unit) => unit.doc);

  it('belongs to the function it stands before', () => {
    expect(docs('/** Lists. */ function a() {}')).toEqual(['Lists.']);
    expect(docs('/** Lists.\n *\n * @deprecated use b\n */\nexport const a = async () => {};')).toEqual(['Lists.\n\n@deprecated use b']);
    expect(docs('/** First. */\n/** Second. */\nfunction a() {}')).toEqual(['Second.']);
    expect(docs('class A { /** One. */ @Get() one() {} /** Two. */ two = () => 1; }')).toEqual(['One.', 'Two.']);
    expect(docs('const x = { /** One. */ one() {}, /** Two. */ two: () => 1 };')).toEqual(['One.', 'Two.']);
    expect(docs('f(/** Inner. */ () => 1);')).toEqual(['Inner.']);
  });

  it('leaves a remark at the end of a line to that line', () => {
    expect(docs('a(); /** About a. */\nfunction b() {}')).toEqual([null]);
  });

  it('reaches the handlers of a registration', () => {
    expect(docs('/** Lists users. */\nrouter.get("/users", (req) => 1);')).toEqual(['Lists users.']);
    expect(docs('/** Lists. */ export const GET = withAuth(async () => 1);')).toEqual(['Lists.']);
    expect(docs('/** Lists. */ exports.list = wrap(function () {});')).toEqual(['Lists.']);
    expect(docs('/** Which of them? */ app.get("/a", () => 1).get("/b", () => 2);')).toEqual([null, null]);
    expect(docs('/** Outer. */ function a() { return () => 1; }')).toEqual(['Outer.', null]);
  });

  it('keeps the indentation of an embedded document and ignores what is no JSDoc', () => {
    expect(docs('/**\n * @openapi\n * /users:\n *   get:\n *     security: []\n */\nfunction a() {}')).toEqual(['@openapi\n/users:\n  get:\n    security: []']);
    expect(docs('/* no */ function a() {}')).toEqual([null]);
    expect(docs('/**/ function a() {}')).toEqual([null]);
    expect(docs('// /** no */\nfunction a() {}')).toEqual([null]);
    expect(docs('const glob = "/** no */"; function a() {}')).toEqual([null]);
  });

  it('is read for classes and members', () => {
    const [statement] = lower('/** Users. */ @C() export class A { /** @deprecated */ a: string; }').units['']?.body ?? [];
    expect(statement?.k === 'class' ? [statement.cls.doc, statement.cls.members[0]?.doc] : null).toEqual(['Users.', '@deprecated']);
  });
});

describe('directives', () => {
  it('names checks, reason and date', () => {
    const text = `a();\n  // ${DIRECTIVE} auth/missing-authentication, other/check -- public by design (until 2027-03-01)\nb();`;
    const start = text.indexOf('//');
    expect(lower(text).directives).toEqual([{
      start, end: text.indexOf('\nb'), line: 3, checks: ['auth/missing-authentication', 'other/check'], reason: 'public by design', until: '2027-03-01',
    }]);
  });

  it.each([
    [`/* ${DIRECTIVE} a/b -- why */\nx();`, 2, ['a/b'], 'why', null],
    [`/*\n ${DIRECTIVE} a/b -- why\n more */\nx();`, 4, ['a/b'], 'why  more', null],
    [`// ${DIRECTIVE} a/b\r\nx();`, 2, ['a/b'], '', null],
    [`// ${DIRECTIVE}`, 2, [], '', null],
    [`// ${DIRECTIVE} a/b (until 2027-03-01)\nx();`, 2, ['a/b'], '', '2027-03-01'],
    [`//${DIRECTIVE} a/b -- x -- y\nx();`, 2, ['a/b'], 'x -- y', null],
    [`f({ /* ${DIRECTIVE} a/b -- why */ });`, 2, ['a/b'], 'why', null],
  ])('reads %j', (text, line, checks, reason, until) => {
    expect(lower(text).directives.map((d) => [d.line, d.checks, d.reason, d.until])).toEqual([[line, checks, reason, until]]);
  });

  it('reads JSX comments and nothing that is text', () => {
    expect(lower(`const a = <p>{/* ${DIRECTIVE} a/b -- why */}</p>;`, 'a.tsx').directives).toHaveLength(1);
    expect(lower(`const a = <p>// ${DIRECTIVE} a/b -- why</p>;`, 'a.tsx').directives).toEqual([]);
    expect(lower(`const a = '// ${DIRECTIVE} a/b -- why';`).directives).toEqual([]);
    expect(lower(`const a = \`\n// ${DIRECTIVE} a/b -- why\n\${b}\n// ${DIRECTIVE} a/b -- why\n\`;`).directives).toEqual([]);
    expect(lower(`// ${DIRECTIVE}s a/b`).directives).toEqual([]);
  });
});

describe('errors', () => {
  it('have a place that can be shown', () => {
    const text = 'app.get("/x", (req) => {';
    const [error] = lower(text).errors;
    expect(error?.message).toContain("'}' expected");
    expect([error?.start, error?.end]).toEqual([text.length - 1, text.length]);
    expect(lower('const a = 1;').errors).toEqual([]);
    expect(lower('').errors).toEqual([]);
  });

  it('tell of nesting beyond the stack instead of throwing', () => {
    const facts = lower(`${'['.repeat(60_000)}`);
    expect(facts.errors.map((e) => e.message)).toEqual(['The code is nested too deeply to be read.']);
    expect(facts.units['']?.body).toEqual([]);
  });
});
