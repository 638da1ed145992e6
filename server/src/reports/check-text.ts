import type { Finding, Severity } from '../model/finding';
import { oneLine } from './escape';
import { counted, coverageSentence, findingsSentence, orderedFindings, type CheckReport, type Display } from './report';
import { padded, styleOf, type Style } from './style';

const paint = (style: Style, severity: Severity): ((text: string) => string) =>
  severity === 'error' ? style.red : severity === 'warning' ? style.yellow : style.blue;

/** How many links of a proof are shown below a finding; the other formats have them all. */
const SHOWN_LINKS = 4;

function lines(finding: Finding, style: Style): readonly string[] {
  const { start } = finding.range;
  const related = finding.related.map(one => `      ${style.dim(oneLine(`${one.file}:${one.range.start.line}  ${one.message}`))}`);
  const more = related.length - SHOWN_LINKS;
  return [
    `  ${padded(`${start.line}:${start.column}`, 8)} ${paint(style, finding.severity)(padded(finding.severity, 7))}  ${oneLine(finding.message)}  ${style.dim(finding.check)}`,
    ...related.slice(0, more === 1 ? related.length : SHOWN_LINKS),
    ...(more > 1 ? [`      ${style.dim(`and ${more} more`)}`] : []),
  ];
}

/** Findings for people, by file; suppressed ones are only counted. */
export function checkText(report: CheckReport, display: Display): string {
  const style = styleOf(display.colour);
  const byFile = new Map<string, Finding[]>();
  for (const finding of orderedFindings(report.findings)) {
    if (finding.suppressed !== null) continue;
    const known = byFile.get(finding.file);
    if (known) known.push(finding);
    else byFile.set(finding.file, [finding]);
  }
  const blocks = [...byFile].map(([file, findings]) => [style.bold(oneLine(file)), ...findings.flatMap(finding => lines(finding, style)), ''].join('\n'));
  const summary = [
    findingsSentence(report.findings), `${counted(report.endpoints, 'endpoint')} in ${counted(report.coverage.files, 'file')}`, coverageSentence(report.coverage),
  ].filter(part => part !== '').join('; ');
  return `${[...blocks, `${summary}.`].join('\n')}\n`;
}
