import { rangeAt } from '../../base/lines';
import type { Place } from '../../model/api';
import type { ModuleFacts } from '../../model/facts';
import type { FoundCall } from './collect';
import { callsOf } from './collect';
import type { Context, Host } from './identity';
import { COMPARISON, isSpecifierOfInterest, TEXTS } from './interest';
import { scopeOfFile } from './scope';
import { createManifests } from './manifests';

/** What collecting calls asks of the workspace. */
export interface CallSources {
  /** Code files that are served: no tests, mocks or tools. */
  readonly files: readonly string[];
  text(file: string): string | undefined;
  facts(file: string): ModuleFacts | undefined;
  specifiers(file: string): readonly string[];
  json(file: string): unknown;
  exists(file: string): boolean;
  resolve(from: string, specifier: string): string | undefined;
}

interface Entry { readonly text: string; readonly uses: ReadonlyMap<string, string | undefined>; readonly calls: readonly FoundCall[] }
/** The calls of each file, kept as long as neither its text nor that of a file that its values come from changes. */
export type CallCache = Map<string, Entry>;

/** What runs outside of a server, or never in production. */
const ASIDE = /(^|\/)(migrations?|seeds?|seeders?|scripts?|examples?|docs?|samples?|demos?|public|static|dist|build|vendor)\/|(^|\/)[^/]*(seed|migration|\.min)[^/]*\.[cm]?[jt]s$/i;
const isAside = (file: string, text: string): boolean => ASIDE.test(file) || /\.[jt]sx$/.test(file) || /^\s*(?:\/\/[^\n]*\n\s*|\/\*[^]*?\*\/\s*)*['"]use client['"]/.test(text.slice(0, 400));

/** Whether a text is worth reading: it imports a package of interest or holds the text of a call that needs no import. */
function isRelevant(file: string, text: string, sources: CallSources): boolean {
  return sources.specifiers(file).some(isSpecifierOfInterest) || TEXTS.some(one => text.includes(one)) || COMPARISON.test(text);
}

/** The calls of libraries in the served files that checks ask about, in the order of the files. Nothing is run for them. */
export function libraryCalls(sources: CallSources, cache: CallCache): readonly FoundCall[] {
  const contexts = new Map<string, Context | null>();
  const manifests = createManifests(sources);
  let used = new Map<string, string | undefined>();
  const host: Host = {
    context(file) {
      const text = sources.text(file);
      used.set(file, text);
      let known = contexts.get(file);
      if (known === undefined) {
        const facts = /\.[cm]?[jt]sx?$/.test(file) ? sources.facts(file) : undefined;
        contexts.set(file, known = facts ? { file, scope: scopeOfFile(facts), host } : null);
      }
      return known ?? undefined;
    },
    resolve: (from, specifier) => sources.resolve(from, specifier),
    json: file => { used.set(file, sources.text(file)); return sources.json(file); },
    place: (context, unit, n) => placeOf(context.scope.facts, unit, n),
  };
  const out: FoundCall[] = [];
  const live = new Set(sources.files);
  for (const file of cache.keys()) if (!live.has(file)) cache.delete(file);
  for (const file of sources.files) {
    const text = sources.text(file);
    if (text === undefined) continue;
    const known = cache.get(file);
    if (known?.text === text && [...known.uses].every(([one, before]) => sources.text(one) === before)) { out.push(...known.calls); continue; }
    used = new Map();
    const context = isAside(file, text) || !isRelevant(file, text, sources) || manifests.isBrowser(file) ? undefined : host.context(file);
    const calls = context ? callsOf(context, name => manifests.major(file, name)) : [];
    cache.set(file, { text, uses: used, calls });
    out.push(...calls);
  }
  return out;
}

function placeOf(facts: ModuleFacts, unit: string, n: number): Place {
  const spans = facts.units[unit]?.spans ?? [];
  return { file: facts.file, range: rangeAt(facts.lineStarts, { start: spans[2 * n] ?? 0, end: spans[2 * n + 1] ?? 0 }) };
}
