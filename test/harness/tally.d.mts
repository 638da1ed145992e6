/** See tally.mjs. */
export type Tally = { readonly passed: number; readonly failed: number; readonly notes: readonly string[] };
export type VitestReport = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};
export type MochaResults = {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly title: string; readonly message: string }[];
  readonly pending: readonly string[];
};
export function addTallies(tallies: readonly Tally[]): Tally;
export function tallyVitest(report: VitestReport, groupOf: (file: string) => string, ended: boolean): Record<string, Tally>;
export function tallyMocha(results: MochaResults, ended: boolean): Tally;
