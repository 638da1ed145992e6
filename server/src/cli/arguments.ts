import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { presets, type Preset } from '../model/config';
import { checkFormats, inventoryFormats, type CheckFormat, type InventoryFormat } from '../reports/formats';

export type FailOn = 'error' | 'warning' | 'info' | 'never';

/** What the commands have in common. */
export interface CommonOptions {
  readonly paths: readonly string[];
  readonly output: string | undefined;
  readonly config: string | undefined;
  readonly preset: Preset | undefined;
  readonly failOn: FailOn;
  readonly quiet: boolean;
}

/** What the command line asks for; `usage` is one sentence about what is wrong with it. */
export type Request =
  | ({ readonly kind: 'check'; readonly format: CheckFormat; readonly fix: 'no' | 'apply' | 'show' } & CommonOptions)
  | ({ readonly kind: 'inventory'; readonly format: InventoryFormat } & CommonOptions)
  | ({ readonly kind: 'explain'; readonly subject: string } & CommonOptions)
  | { readonly kind: 'lsp' }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'usage'; readonly message: string };

type Values = Readonly<Record<string, unknown>>;

/** Commands and options that are promised for later versions, so that they get an answer instead of a guess. */
const LATER_COMMANDS = ['diff', 'baseline', 'init', 'mcp'];
const LATER_OPTIONS: readonly (readonly [string, string])[] = [['--baseline <file>', 'baseline'], ['--changed-since <ref>', 'changedSince']];

const quoted = (words: readonly string[]): string => words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** An option's parser that takes the formats that exist and says which these are. */
const formatOf = (formats: Readonly<Record<string, unknown>>, command: string) => (value: string): string => {
  if (Object.hasOwn(formats, value)) return value;
  throw new InvalidArgumentError(`${command} of this version has the formats ${quoted(Object.keys(formats))}.`);
};

const exitCodes = `
Exit codes:
  0  ran completely, nothing at or above --fail-on
  1  ran completely, findings at or above --fail-on
  2  wrong usage, unreadable input or configuration, or the analysis could not complete
`;

/** The options of `check` and `inventory`. */
function withCommonOptions(command: Command, formats: Readonly<Record<string, unknown>>, failOn: FailOn): Command {
  const names = Object.keys(formats);
  command
    .argument('[paths...]', 'one folder, or files and folders to report on (default: the current folder)')
    .addOption(new Option('--format <format>', `one of ${names.join(', ')}`).argParser(formatOf(formats, command.name())).default(names[0]))
    .option('--output <file>', 'write the report to a file')
    .option('--config <file>', 'use this configuration instead of the nearest routewarden.config.json')
    .addOption(new Option('--preset <preset>', 'which checks run').choices(presets))
    .addOption(new Option('--fail-on <severity>', 'exit with 1 for findings of this severity or above').choices(['error', 'warning', 'info', 'never']).default(failOn))
    .option('--quiet', 'no progress and no notes')
    .option('--no-cache', 'accepted for later versions: this one keeps nothing between runs');
  for (const [flags] of LATER_OPTIONS) command.addOption(new Option(flags).hideHelp());
  return command;
}

/** The first option of a later version that was given, as it is typed. */
const laterOption = (values: Values): string | undefined => LATER_OPTIONS.find(([, name]) => values[name] !== undefined)?.[0].split(' ')[0];

function commonOptions(paths: readonly string[], values: Values): CommonOptions {
  const text = (name: string): string | undefined => typeof values[name] === 'string' ? values[name] : undefined;
  return {
    paths, output: text('output'), config: text('config'), quiet: values['quiet'] === true,
    // Commander has compared both with their choices.
    preset: text('preset') as Preset | undefined, failOn: text('failOn') as FailOn,
  };
}

/** Reads a command line (without the program's own name). Never exits and never prints. */
export function readArguments(args: readonly string[], version: string): Request {
  let request: Request | undefined;
  let printed = '';
  const answer = (made: Request, values: Values): void => {
    const later = laterOption(values);
    request = later === undefined ? made : { kind: 'usage', message: `${later} does not exist in this version; leave it out.` };
  };

  const program = new Command('routewarden')
    .description('Finds every HTTP endpoint of a TypeScript or JavaScript workspace: who may call it, what it returns, whether an OpenAPI document describes it.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .exitOverride()
    .configureOutput({ writeOut: (text) => { printed += text; }, writeErr: () => {} })
    .addHelpText('after', exitCodes);

  withCommonOptions(program.command('check', { isDefault: true }).description('report findings (the default)'), checkFormats, 'error')
    .option('--fix', 'apply the fixes that keep the behaviour for every allowed caller, then report what is left')
    .option('--fix-dry-run', 'print the changes that --fix would make as a unified diff')
    .action((paths: readonly string[], values: Values) => {
      const fix = values['fixDryRun'] === true ? 'show' : values['fix'] === true ? 'apply' : 'no';
      answer({ kind: 'check', format: values['format'] as CheckFormat, fix, ...commonOptions(paths, values) }, values);
    });
  // The inventory is data: it fails for findings only when it is told to.
  withCommonOptions(program.command('inventory').description('list the endpoints'), inventoryFormats, 'never')
    .action((paths: readonly string[], values: Values) => {
      answer({ kind: 'inventory', format: values['format'] as InventoryFormat, ...commonOptions(paths, values) }, values);
    });
  program.command('explain').description('print the page of a check, or who may call an endpoint and why')
    .argument('<subject>', 'the id of a check, or "METHOD /path"')
    .argument('[paths...]', 'the folder of the endpoint (default: the current folder)')
    .option('--output <file>', 'write it to a file')
    .option('--config <file>', 'use this configuration instead of the nearest routewarden.config.json')
    .addOption(new Option('--preset <preset>', 'which checks run').choices(presets))
    .option('--quiet', 'no progress and no notes')
    .action((subject: string, paths: readonly string[], values: Values) => {
      answer({ kind: 'explain', subject, ...commonOptions(paths, { ...values, failOn: 'never' }) }, values);
    });
  program.command('lsp').description('run the language server for an editor').option('--stdio', 'talk over standard input and output').allowExcessArguments(false)
    .action((values: Values) => {
      request = values['stdio'] === true ? { kind: 'lsp' } : { kind: 'usage', message: 'Say how the editor talks to the server: routewarden lsp --stdio.' };
    });
  for (const name of LATER_COMMANDS) {
    program.command(name, { hidden: true }).allowUnknownOption().allowExcessArguments().helpOption(false).action(() => {
      request = { kind: 'usage', message: `The command ${name} does not exist in this version; it has check, inventory, explain and lsp.` };
    });
  }
  for (const command of program.commands) command.exitOverride().configureOutput({ writeOut: (text) => { printed += text; }, writeErr: () => {} });

  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'print', text: printed };
    return { kind: 'usage', message: sentence(error.message) };
  }
  return request ?? { kind: 'print', text: program.helpInformation() };
}

/** Commander's message as one sentence on one line. */
function sentence(message: string): string {
  const line = message.replace(/^error: /, '').replace(/\s+/g, ' ').replace(/\.?( \(.*\))?$/, '$1').trim();
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}
