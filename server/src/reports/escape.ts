/** Characters that move a terminal's cursor, change its colours, hide text or turn its direction. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escaped = (char: string): string => {
  const code = char.charCodeAt(0);
  return char === '\n' ? '\\n' : char === '\r' ? '\\r' : char === '\t' ? '\\t' : code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

/** A text for one line of a terminal: names and paths of a workspace may hold anything. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** A text within a Markdown paragraph or table cell, shown as it is. */
export function markdownText(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>|#~!&]/g, (char, at: number, all: string) => char === '_' && /\w/.test(all[at - 1] ?? '') && /\w/.test(all[at + 1] ?? '') ? char : char === '<' ? '&lt;' : char === '>' ? '&gt;' : char === '&' ? '&amp;' : `\\${char}`);
}

/** A text as code in Markdown, safe in a table's cell; empty stays empty. */
export function markdownCode(text: string): string {
  if (text === '') return '';
  const line = oneLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
