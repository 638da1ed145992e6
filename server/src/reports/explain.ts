import type { ApiModel, Endpoint, Guard, Response } from '../model/api';
import type { Finding } from '../model/finding';
import { oneLine } from './escape';
import { byText, type Display } from './report';
import type { RuleInfo } from './rule';
import { styleOf, type Style } from './style';
import { authSentence, endpointNotes, pairingWords } from './words';

/** A check as `explain` tells it: what a page of the documentation says, without the examples. */
export interface ExplainedRule extends RuleInfo { readonly silent: string; readonly presets: readonly string[] }

/** The page of a check for a terminal. */
export function explainRule(rule: ExplainedRule, display: Display): string {
  const style = styleOf(display.colour);
  const part = (title: string, text: string): string => `${style.bold(title)}\n  ${plain(text)}\n`;
  return [
    `${style.bold(rule.id)}  ${rule.title}`,
    style.dim(`${rule.severity} · ${rule.owasp} · CWE-${rule.cwe} · presets ${[...rule.presets, 'all'].join(', ')}`),
    '', part('Why it matters', rule.why), part('What to do', rule.remedy), part('When it is silent', rule.silent),
  ].join('\n');
}

/** Markdown's marks mean nothing on a terminal. */
const plain = (markdown: string): string => oneLine(markdown.replace(/[*`]/g, ''));

/** What an endpoint is called for comparing: parameters may have any name and any of the usual spellings. */
function keyOf(id: string): string {
  const [method = '', ...path] = id.trim().split(/\s+/);
  return `${method.toUpperCase()} ${path.join(' ').split('/').map(part => /^(\{.*\}|:.+|\[.+\])$/.test(part) ? '{}' : part).join('/').replace(/(.)\/$/, '$1')}`;
}

/** The endpoints that `METHOD /path` names, the one that answers first; parameters may be written `{id}`, `:id` or `[id]`. */
export function endpointsNamed(model: ApiModel, id: string): readonly Endpoint[] {
  const key = keyOf(id);
  const order = ({ state }: Endpoint): number => ['live', 'conditional', 'shadowed', 'unmounted'].indexOf(state);
  return model.endpoints.filter(endpoint => endpoint.id === id || keyOf(endpoint.id) === key).sort((a, b) => order(a) - order(b));
}

/** Endpoints that somebody who typed an id in vain may have meant: another method of the path, or a path that ends alike. At most three. */
export function endpointsLike(model: ApiModel, id: string): readonly string[] {
  const [, path = ''] = keyOf(id).split(' ');
  const last = path.split('/').filter(part => part !== '' && part !== '{}').at(-1) ?? '';
  const score = (endpoint: Endpoint): number => { const other = keyOf(endpoint.id).split(' ')[1] ?? ''; return other === path ? 3 : path !== '/' && other.endsWith(path) ? 2 : last !== '' && other.split('/').includes(last) ? 1 : 0; };
  const scored = model.endpoints.map(endpoint => ({ id: endpoint.id, score: score(endpoint) })).filter(one => one.score > 0).sort((a, b) => b.score - a.score || byText(a.id, b.id));
  return [...new Set(scored.map(one => one.id))].slice(0, 3);
}

/** The proof chain of one endpoint for a terminal: where its path comes from, what runs before the handler, who may call it and why, what it answers. */
export function explainEndpoint(endpoint: Endpoint, model: ApiModel, findings: readonly Finding[], display: Display): string {
  const style = styleOf(display.colour);
  const at = (place: { readonly file: string; readonly range: Endpoint['range'] }): string => style.dim(oneLine(`${place.file}:${place.range.start.line}`));
  const section = (title: string, rows: readonly string[]): readonly string[] => rows.length === 0 ? [] : [style.bold(title), ...rows.map(row => `  ${row}`), ''];
  const pairing = model.pairings.find(one => one.endpoint === endpoint.id);
  const described = pairing?.document == null ? '' : `  ${style.dim(oneLine(`${pairing.document}${pairing.line === null ? '' : `:${pairing.line}`}`))}`;
  const own = findings.filter(finding => finding.endpoint === endpoint.id && finding.suppressed === null);
  return [
    `${style.bold(oneLine(endpoint.id))}  ${oneLine(endpointNotes(endpoint).join(' · '))}  ${at(endpoint)}`, '',
    ...section('Who may call it', [oneLine(authSentence(endpoint.auth)), ...endpoint.auth.evidence.map((one, index) => `${index + 1}. ${oneLine(one.message)}  ${at(one)}`)]),
    ...section('Where its path comes from', endpoint.components.map(component => `${oneLine(component.text)}  ${at(component)}`)),
    ...section('What runs before the handler', endpoint.guards.map((guard, index) => `${index + 1}. ${guardWords(guard, style)}  ${at(guard)}`)),
    ...section('The handler', endpoint.handler === null ? [] : [`${oneLine(endpoint.handler.name)}  ${at(endpoint.handler)}`]),
    ...section('What it answers', endpoint.responses.map(response => `${answerWords(response)}  ${at(response)}`)),
    ...section('OpenAPI', [`${pairingWords(pairing)}${described}`]),
    ...section('Findings', own.map(finding => `${finding.severity}  ${oneLine(finding.message)}  ${style.dim(finding.check)}  ${at(finding)}`)),
  ].join('\n');
}

function guardWords(guard: Guard, style: Style): string {
  const paint = guard.verdict === 'refuses' ? style.green : guard.verdict === 'passes' ? style.dim : style.yellow;
  return `${paint(guard.verdict)}  ${oneLine(guard.why)}`;
}

const MAX_FIELDS = 12;

function answerWords(response: Response): string {
  const fields = response.fields.map(field => `${field.path}${field.class === null ? '' : ` (${field.class})`}`);
  const shown = fields.length > MAX_FIELDS ? [...fields.slice(0, MAX_FIELDS), `and ${fields.length - MAX_FIELDS} more`] : fields;
  return oneLine(`${response.status ?? '???'}${shown.length === 0 ? '' : `  ${shown.join(', ')}`}${response.complete ? '' : '  (only partly followed)'}`);
}
