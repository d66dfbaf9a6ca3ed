import { button, element } from '../shared/element.js';
import { fill } from '../shared/format.js';
import type { ShownTrace, Strings, ToHost } from './messages.js';

type Command = Extract<ToHost, { type: 'command' }>['command'];

/** What stands in the place of the list while there are no rows: why, and what to do. */
export function emptyState(trace: ShownTrace | undefined, canLaunch: boolean, strings: Strings, run: (command: Command) => void): HTMLElement {
  const state = element('div', { className: 'empty' });
  if (trace !== undefined) {
    const text = !trace.readable ? strings.notReadable : trace.state === 'ended' ? strings.nothingRecorded : strings.waiting;
    state.append(element('p', { text: fill(text, trace.name) }));
    return state;
  }
  state.append(element('h2', { text: strings.emptyTitle }), element('p', { text: canLaunch ? strings.emptyText : strings.restricted }));
  const buttons = element('div', { className: 'buttons' });
  if (canLaunch) {
    buttons.append(
      button(strings.emptyLaunch, 'primary', () => run('launchProgram')),
      button(strings.emptyAttach, 'secondary', () => run('attachToProcess')),
    );
  }
  buttons.append(button(strings.emptyOpen, 'secondary', () => run('openRecording')));
  state.append(buttons);
  return state;
}
