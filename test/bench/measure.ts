/** One line of the result. */
export interface Row {
  readonly what: string;
  readonly ms: number;
  readonly runs: number;
  /** The slowest run. */
  readonly worst: number;
  /** The part of the floor that is fair to compare with: parsing the edited file alone. */
  readonly ownFloor?: number;
  readonly note?: string;
}

/** The middle of a list of times. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] ?? 0 : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Runs something some times and gives the median; `run` is told the number of the run, so that each can do something new. */
export async function measure(what: string, runs: number, run: (n: number) => unknown, more: Partial<Row> = {}): Promise<Row> {
  const times: number[] = [];
  for (let n = 0; n < runs; n++) {
    const start = performance.now();
    await run(n);
    times.push(performance.now() - start);
  }
  return { what, ms: median(times), runs, worst: Math.max(...times), ...more };
}

const ms = (time: number): string => time < 10 ? time.toFixed(2) : time < 100 ? time.toFixed(1) : time.toFixed(0);
const ratio = (time: number, floor: number): string => floor <= 0 ? '' : `${time / floor < 10 ? (time / floor).toFixed(2) : (time / floor).toFixed(0)} ×`;

/** The rows as a table; the first row is the floor that the others are compared with. */
export function table(rows: readonly Row[]): string {
  const floor = rows[0]?.ms ?? 0;
  const head = ['', 'median ms', 'runs', 'worst ms', 'to the floor', 'to its file', ''];
  const cells = rows.map(row => [row.what, ms(row.ms), String(row.runs), ms(row.worst), ratio(row.ms, floor), row.ownFloor === undefined ? '' : ratio(row.ms, row.ownFloor), row.note ?? '']);
  const widths = head.map((title, at) => Math.max(title.length, ...cells.map(line => line[at]?.length ?? 0)));
  const line = (parts: readonly string[]): string => parts.map((part, at) => at === 0 || at === parts.length - 1 ? part.padEnd(widths[at] ?? 0) : part.padStart(widths[at] ?? 0)).join('  ').trimEnd();
  return [line(head), line(widths.map(width => '─'.repeat(width))), ...cells.map(line)].join('\n');
}
