import type { Severity } from '../model/finding';

/** What a report says about a check, apart from its findings. */
export interface RuleInfo {
  /** `group/name`. */
  readonly id: string;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** Why it matters; Markdown. */
  readonly why: string;
  /** What to do; Markdown. */
  readonly remedy: string;
  readonly severity: Severity;
  readonly owasp: string;
  readonly cwe: number;
  /** Address of its page; null when there is none on the web. */
  readonly url: string | null;
}
