import type { Step } from '../dialects/dialect';
import type { GuardReference } from '../model/api';
import type { Places } from './places';

const WORDS = /[A-Za-z_$][\w$]*/g;
const KEYWORDS: ReadonlySet<string> = new Set(['new', 'true', 'false', 'null', 'undefined', 'this', 'async', 'await', 'function', 'return', 'typeof']);

/** How a guard is written where it is attached, so that a fix can write it elsewhere; null for what cannot be repeated (inline functions, `this.x`). */
export function guardReference(step: Step, places: Places): GuardReference | null {
  const span = places.span(step.site);
  if (!span) return null;
  const text = places.text(span.file)?.slice(span.start, span.end);
  const facts = places.facts(span.file);
  if (text === undefined || facts === undefined || text.length > 120 || /=>|function\b|\n|^this\b/.test(text)) return null;
  // Only names in expression position: no strings, no members, no object keys.
  const plain = text.replace(/(['"`])(?:\\.|(?!\1).)*\1/g, '').replace(/\.\s*[A-Za-z_$][\w$]*/g, '').replace(/[A-Za-z_$][\w$]*\s*:/g, '');
  const names = [...new Set(plain.match(WORDS) ?? [])].filter(name => !KEYWORDS.has(name));
  if (names.length === 0) return null;
  const imported = names.map(name => {
    for (const fact of facts.imports) {
      const binding = fact.bindings.find(one => one.local === name);
      if (binding) return { name, module: fact.specifier, imported: binding.imported };
    }
    return { name, module: null, imported: name };
  });
  return { file: span.file, text, style: step.style, names: imported };
}
