import type { Severity } from './finding';

/** Which checks run without an entry of their own. `owasp-api-2023` holds those that stand for a risk of the OWASP API Security Top 10 of 2023. */
export const presets = ['recommended', 'strict', 'owasp-api-2023', 'all'] as const;
export type Preset = (typeof presets)[number];

/** `routewarden.config.json`, validated and merged over its `extends`, as the engine uses it. */
export interface Config {
  readonly preset: Preset;
  /** Severity per check id or group (`auth/*`), or off. */
  readonly checks: Readonly<Record<string, Severity | 'off'>>;
  readonly overrides: readonly { readonly files: readonly string[]; readonly checks: Readonly<Record<string, Severity | 'off'>> }[];
  readonly specs: readonly { readonly document: string; readonly root: string | null; readonly basePath: string | null }[];
  /** Endpoints that are open on purpose: `METHOD /path` or `/path` with `*` wildcards. */
  readonly public: readonly { readonly endpoint: string; readonly reason: string }[];
  /** The project's own guards by name and what they grant. */
  readonly auth: { readonly guards: readonly { readonly name: string; readonly mechanisms: readonly string[]; readonly roles: readonly string[] }[] };
  readonly sensitive: { readonly add: Readonly<Record<string, string>>; readonly remove: readonly string[] };
  /** Values for expressions that come from the environment: `{ "API_PREFIX": "/api" }`. */
  readonly assume: Readonly<Record<string, string>>;
  readonly exclude: readonly string[];
  readonly baseline: string | null;
  /** Days are compared with this date (`YYYY-MM-DD`) for suppressions that expire; the host fills it in. */
  readonly today: string;
}

/** The configuration of a workspace without a file. `today` is an ISO date given by the host, because analysis has no clock. */
export function defaultConfig(today: string): Config {
  return {
    preset: 'recommended', checks: {}, overrides: [], specs: [], public: [], auth: { guards: [] },
    sensitive: { add: {}, remove: [] }, assume: {}, exclude: [], baseline: null, today,
  };
}
