import * as vscode from 'vscode';
import type { Status } from '../../server/src/lsp/protocol';

/** What the status bar shows: what the server says, or that there is no server. */
export type ServerState = { readonly phase: 'starting' } | { readonly phase: 'stopped' } | Status;

/** Text, tooltip and command of the status bar item for a state. */
export function statusView(state: ServerState): { readonly text: string; readonly tooltip: string; readonly command: string } {
  const command = 'routewarden.showOutput';
  switch (state.phase) {
    case 'starting':
      return { text: '$(sync~spin) Routewarden', tooltip: 'Routewarden is starting.', command };
    case 'scanning':
      return { text: '$(sync~spin) Routewarden', tooltip: `Routewarden is reading the workspace: ${state.files} files so far.`, command };
    case 'stopped':
      return { text: '$(error) Routewarden', tooltip: 'Routewarden is stopped; click to restart it.', command: 'routewarden.restartServer' };
    case 'ready': {
      const endpoints = `${state.endpoints} ${state.endpoints === 1 ? 'endpoint' : 'endpoints'}`;
      const findings = `${state.findings} ${state.findings === 1 ? 'finding' : 'findings'}`;
      return { text: `$(shield) ${endpoints}`, tooltip: `Routewarden: ${endpoints} and ${findings} in ${state.files} files.`, command };
    }
  }
}

/** Shows a state in the status bar; dispose the item to remove it. */
export function createStatusItem(): { readonly show: (state: ServerState) => void; readonly dispose: () => void } {
  const item = vscode.window.createStatusBarItem('routewarden.status', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Routewarden';
  return {
    show: (state) => {
      const view = statusView(state);
      item.text = view.text;
      item.tooltip = view.tooltip;
      item.command = view.command;
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
