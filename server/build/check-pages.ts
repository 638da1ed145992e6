import type { AnyCheck } from '../src/checks/check';
import { inPreset } from '../src/checks/run';
import { presets } from '../src/model/config';
import { annotation, fixtureFiles, fixtureNames, fixturesFolder, type FixtureFile } from './check-fixtures';

const languages: Readonly<Record<string, string>> = { ts: 'ts', js: 'js', tsx: 'tsx', yaml: 'yaml', yml: 'yaml', json: 'json', prisma: 'prisma' };

const codeBlock = ({ path, text }: FixtureFile): string => `\`${path}\`\n\n\`\`\`${languages[path.split('.').at(-1) ?? ''] ?? ''}\n${text.trimEnd()}\n\`\`\``;

const isAnnotated = (file: FixtureFile): boolean => file.text.split('\n').some((line) => annotation.test(line));

const owaspNames: Readonly<Record<string, string>> = {
  'API1:2023': 'Broken Object Level Authorization', 'API2:2023': 'Broken Authentication', 'API3:2023': 'Broken Object Property Level Authorization',
  'API4:2023': 'Unrestricted Resource Consumption', 'API5:2023': 'Broken Function Level Authorization', 'API6:2023': 'Unrestricted Access to Sensitive Business Flows',
  'API7:2023': 'Server Side Request Forgery', 'API8:2023': 'Security Misconfiguration', 'API9:2023': 'Improper Inventory Management', 'API10:2023': 'Unsafe Consumption of APIs',
};

function presetWords(check: AnyCheck): string {
  return presets.filter((preset) => inPreset(check, preset)).map((preset) => `\`${preset}\``).join(', ');
}

/** The examples of a page: what is reported (the annotated files), the same after the fix where there is one, and what is not reported. */
function examples(root: string, check: AnyCheck): readonly string[] {
  const names = fixtureNames(root, check.id);
  const filesOf = (name: string): readonly FixtureFile[] => fixtureFiles(root, `${fixturesFolder}/${check.id}/${name}`);
  const bad = names.filter((name) => name.startsWith('bad')).flatMap((name) => {
    const annotated = filesOf(name).filter(isAnnotated);
    const fixed = filesOf(`${name}.fixed`);
    return [...annotated.map(codeBlock), ...(fixed.length === 0 ? [] : ['After the fix:', ...fixed.map(codeBlock)])];
  });
  const good = names.filter((name) => name.startsWith('good')).flatMap((name) => filesOf(name).filter((file) => /\.(ts|js|yaml)$/.test(file.path)).map(codeBlock));
  return [...(bad.length === 0 ? [] : ['## Reported', ...bad]), ...(good.length === 0 ? [] : ['## Not reported', ...good])];
}

/** The documentation page of a check, from its metadata and its fixtures. */
export function checkPage(root: string, check: AnyCheck): string {
  const name = check.id;
  return [
    `<!-- Written by \`npm run generate\` from server/src/checks/${name}.ts and ${fixturesFolder}/${name}. -->`,
    `# ${name}`,
    `${check.title}.`,
    [
      '| severity | OWASP API Security Top 10 | CWE | presets |', '|---|---|---|---|',
      `| ${check.severity} | ${check.owasp} ${owaspNames[check.owasp] ?? ''} | [CWE-${check.cwe}](https://cwe.mitre.org/data/definitions/${check.cwe}.html) | ${presetWords(check)} |`,
    ].join('\n'),
    '## Why it matters', check.why, '## What to do', check.remedy, '## When it is silent', check.silent,
    ...examples(root, check),
    '## Configure', 'In `routewarden.config.json`:',
    `\`\`\`json\n{ "checks": { "${name}": "off" } }\n\`\`\``,
    'For one place, with the reason:',
    `\`\`\`ts\n// routewarden-ignore-next-line ${name} -- the reason\n\`\`\``,
  ].join('\n\n') + '\n';
}

/** The rows of the table of all checks; `base` is the way from the table's file to server/docs. */
function table(checks: readonly AnyCheck[], base: string): string {
  return [
    '| check | reports | severity | OWASP |', '|---|---|---|---|',
    ...checks.map((check) => `| [${check.id}](${base}checks/${check.id}.md) | ${check.title} | ${check.severity} | ${check.owasp} |`),
  ].join('\n');
}

/** server/docs/README.md: the index of the pages. */
export function docsIndex(checks: readonly AnyCheck[]): string {
  return ['<!-- Written by `npm run generate`. -->', '# Checks', table(checks, ''), 'How to add one: `npm run new-check <group>/<name>`.'].join('\n\n') + '\n';
}

const start = '<!-- checks: written by `npm run generate` -->';
const end = '<!-- /checks -->';

/** The project's README with its table of checks renewed between the markers; unchanged when it has no markers. */
export function readmeWithChecks(readme: string, checks: readonly AnyCheck[]): string {
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  return from < 0 || to < from ? readme : `${readme.slice(0, from)}${start}\n\n${table(checks, 'server/docs/')}\n\n${readme.slice(to)}`;
}
