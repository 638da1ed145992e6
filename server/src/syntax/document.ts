import { readFlat } from './document-flat';
import { readJson } from './document-json';
import type { ParsedDocument } from './document-tree';
import { readYaml } from './document-yaml';

export * from './document-tree';

/** The largest text that is read, in characters. The largest public API document has 12 million. */
const MAX_LENGTH = 32_000_000;

const isJson = (file: string): boolean => /\.(json|jsonc)$/i.test(file);

/** Reads a YAML or JSON text, by the file's name. Never throws: broken text gives what was understood, and errors. */
export function parseDocument(file: string, text: string): ParsedDocument {
  const language = isJson(file) ? 'json' : 'yaml';
  const refused = (message: string): ParsedDocument => ({ language, root: null, errors: [{ start: 0, end: Math.min(1, text.length), message }], multiple: false });
  if (text.length > MAX_LENGTH) return refused('The document is too large to be read.');
  try {
    return language === 'json' ? readJson(text) : readFlat(text) ?? readYaml(text);
  } catch {
    // The parsers are recursive: nesting beyond the stack ends them.
    return refused('The document is nested too deeply to be read.');
  }
}

const YAML_KEY = /^\uFEFF?(?:---[ \t]+)?(?:openapi|swagger|"openapi"|"swagger"|'openapi'|'swagger')[ \t]*:[ \t]*(?:['"]?[23]\.|[&!])/m;
const FLOW_KEY = /["']?\b(?:openapi|swagger)["']?\s*:\s*["']?[23]\./;

/** Whether a text could be an OpenAPI document: by the key that such a document starts with, without reading it. */
export function looksLikeSpec(file: string, text: string): boolean {
  if (!/\.(ya?ml|jsonc?)$/i.test(file)) return false;
  if (!text.includes('openapi') && !text.includes('swagger')) return false;
  if (isJson(file) || /^\uFEFF?\s*(?:#[^\n]*\n\s*|---\s+)*\{/.test(text)) return FLOW_KEY.test(text);
  return YAML_KEY.test(text);
}
