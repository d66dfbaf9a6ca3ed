import { element } from '../shared/element.js';
import type { ShownTrace } from './messages.js';

/** The line above the list: which trace is shown, its state and its counters. */
export class Toolbar {
  private readonly name = element('span', { className: 'name' });
  private readonly summary = element('span');
  readonly element = element('header', { className: 'toolbar' }, this.name, this.summary);

  show(trace: ShownTrace | undefined): void {
    this.element.hidden = trace === undefined;
    this.element.className = `toolbar ${trace?.state ?? ''}`;
    this.name.textContent = trace?.name ?? '';
    this.name.title = trace?.name ?? '';
    this.summary.textContent = trace?.summary.join('  ·  ') ?? '';
  }
}
