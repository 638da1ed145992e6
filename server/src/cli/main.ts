#!/usr/bin/env node
import { join } from 'node:path';
import { stderr, stdout } from 'node:process';
import type { WriteStream } from 'node:tty';
import { pathToFileURL } from 'node:url';
import { runCommand } from './run';
import type { Output } from './world';

/** A stream of the process. A reader that goes away early (`| head`) is no error: the rest is not wanted. */
function outputOf(stream: WriteStream): Output {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone = true;
    if (error.code !== 'EPIPE') process.exitCode = 2;
  });
  const terminal = stream.isTTY === true;
  return {
    write: text => gone || text === '' ? Promise.resolve() : new Promise(done => stream.write(text, () => done())),
    terminal,
    colour: terminal && stream.hasColors(),
    columns: terminal ? stream.columns : null,
  };
}

// No call of process.exit: what is still being written must arrive, and an editor's server has to stay.
void runCommand(process.argv.slice(2), {
  cwd: process.cwd(),
  stdout: outputOf(stdout),
  stderr: outputOf(stderr),
  now: () => performance.now(),
  createWorkspace: async (tree, config) => (await import('../engine/workspace')).createWorkspace(tree, config),
  // The server is a bundle of its own that stands beside this one; it finds `--stdio` among the arguments.
  startServer: async () => { await import(pathToFileURL(join(__dirname, 'server.js')).href); },
}).then((code) => { if (code !== 0) process.exitCode = code; });
