import { button, element } from '../shared/element.js';
import { formatDuration, formatTime } from '../shared/format.js';
import { treeView } from '../shared/treeView.js';
import type { DetailsGetResponse, FrameDto, Row, Strings } from './messages.js';
import { toNode, type ValueNode } from './valueTree.js';

export interface DetailsActions {
  openSource(path: string, line: number): void;
  copy(text: string): void;
  close(): void;
}

/** All that is known of one row: its whole line, its arguments as a tree, and the stack that made it. */
export class DetailsPane {
  readonly element: HTMLElement;
  private readonly body = element('div', { className: 'details-body' });
  private readonly title = element('span', { className: 'details-title' });

  constructor(
    private readonly strings: Strings,
    private readonly actions: DetailsActions,
  ) {
    const close = button('', 'icon', () => actions.close());
    close.classList.add('icon-close');
    close.setAttribute('aria-label', strings.closeDetails);
    close.title = strings.closeDetails;
    this.element = element('section', { className: 'details' }, element('div', { className: 'details-head' }, this.title, close), this.body);
    this.element.setAttribute('aria-label', strings.details);
  }

  showLoading(index: number): void {
    this.title.textContent = `#${index + 1}`;
    this.element.setAttribute('aria-busy', 'true');
  }

  showFailure(reason: string): void {
    this.element.setAttribute('aria-busy', 'false');
    this.body.replaceChildren(element('p', { className: 'failure', text: reason }));
  }

  show(details: DetailsGetResponse): void {
    const { row, line } = details;
    this.element.setAttribute('aria-busy', 'false');
    this.title.textContent = `#${row.index + 1} ${row.name}`;
    const copy = button(this.strings.copyLine, 'link', () => this.actions.copy(line));
    this.body.replaceChildren(
      element('div', { className: `whole-line ${row.errno === undefined ? '' : 'failed'}` }, element('code', { text: line })),
      this.facts(row, copy),
      ...this.arguments(details),
      ...this.stack(details.stack),
    );
    this.body.scrollTop = 0;
  }

  private facts(row: Row, copy: HTMLElement): HTMLElement {
    const facts: [string, string][] = [
      [this.strings.time, `${formatTime(row.timeNs)} s`],
      [this.strings.process, row.tid === row.pid ? String(row.pid) : `${row.pid}:${row.tid}`],
    ];
    if (row.durationNs !== undefined) facts.push([this.strings.duration, formatDuration(row.durationNs)]);
    const list = element('div', { className: 'facts' });
    for (const [name, value] of facts) list.append(element('span', { className: 'fact' }, element('span', { text: name }), element('b', { text: value })));
    list.append(copy);
    return list;
  }

  private arguments({ row, args, result }: DetailsGetResponse): HTMLElement[] {
    if (row.kind !== 'syscall' && args.length === 0) return [];
    const nodes: ValueNode[] = args.map(({ name, value }) => toNode(name, value));
    const shown = result ?? row.result;
    if (shown !== undefined) nodes.push({ label: this.strings.result, text: shown, look: 'plain', children: [] });
    const heading = element('h3', { text: this.strings.arguments });
    return nodes.length === 0
      ? [heading, element('p', { className: 'quiet', text: this.strings.noArguments })]
      : [heading, treeView(nodes, this.strings.arguments)];
  }

  private stack(frames: readonly FrameDto[] | undefined): HTMLElement[] {
    const heading = element('h3', { text: this.strings.callStack });
    if (frames === undefined || frames.length === 0) return [heading, element('p', { className: 'quiet', text: this.strings.noStack })];
    return [heading, element('ol', { className: 'frames' }, ...frames.map((frame) => element('li', {}, this.frame(frame))))];
  }

  private frame(frame: FrameDto): HTMLElement {
    const { file, line, module } = frame;
    const name = element('span', { className: 'frame-name', text: frame.symbol ?? frame.address });
    const place = file === undefined ? (module ?? '') : line === undefined ? file : `${file}:${line}`;
    const where = element('span', { className: 'frame-place', text: place.slice(place.lastIndexOf('/') + 1) });
    const parts = [name, ...(frame.inlined ? [element('span', { className: 'badge', text: this.strings.inlined })] : []), where];
    const made =
      file === undefined || line === undefined
        ? element('div', { className: 'frame' }, ...parts)
        : button('', 'link', () => this.actions.openSource(file, line));
    if (made instanceof HTMLButtonElement) {
      made.classList.add('frame');
      made.append(...parts);
    }
    made.title = `${frame.symbol ?? ''} ${frame.address}\n${place}`.trim();
    return made;
  }
}
