/**
 * Hapi's paths in contract notation: `{name}`, `{name?}` and `{name*}` mean the same there; `{name*2}` is a parameter of two segments, and a
 * parameter may share its segment with text.
 */
export function hapiPath(text: string): string {
  return text.replace(/\{(\w+)\*\d*\}/g, '{$1*}');
}
