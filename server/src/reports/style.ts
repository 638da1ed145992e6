/** Words in colours, or as they are. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly blue: (text: string) => string;
}

/** A terminal's colours when asked for. */
export function styleOf(colour: boolean): Style {
  const code = (on: number, off: number) => (text: string): string => colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), yellow: code(33, 39), green: code(32, 39), blue: code(36, 39) };
}

/** How many columns a character takes: East Asian wide forms and emoji take two, combining marks none. */
function charWidth(char: string): number {
  if (/\p{Mark}/u.test(char)) return 0;
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(char) ? 2 : 1;
}

/** How many columns a text takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** A text in at most so many columns; `…` stands for what was cut, at the end or, for paths of files, at the start. */
export function fitted(text: string, width: number, cut: 'start' | 'end' = 'end'): string {
  if (textWidth(text) <= width) return text;
  const chars = cut === 'end' ? [...text] : [...text].reverse();
  const kept: string[] = [];
  let used = 1;
  for (const char of chars) {
    used += charWidth(char);
    if (used > width) break;
    kept.push(char);
  }
  return cut === 'end' ? `${kept.join('')}…` : `…${kept.reverse().join('')}`;
}

/** A text with blanks up to a width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
