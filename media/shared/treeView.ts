import { element } from './element.js';

export interface TreeNode {
  readonly label: string;
  readonly text: string;
  /** Class name that says what the text is. */
  readonly look: string;
  readonly children: readonly TreeNode[];
}

/** A tree whose branches open by click and by the keys of the ARIA tree pattern. Branches are made when they are first opened. */
export function treeView(nodes: readonly TreeNode[], label: string): HTMLElement {
  const tree = element('div', { className: 'tree', role: 'tree' }, ...nodes.map((node) => treeItem(node, 1)));
  tree.setAttribute('aria-label', label);
  tree.querySelector<HTMLElement>('[role=treeitem]')?.setAttribute('tabindex', '0');
  tree.addEventListener('keydown', (event) => onKey(event, tree));
  tree.addEventListener('click', (event) => {
    const line = event.target instanceof Element ? event.target.closest('.tree-line') : null;
    const item = line?.parentElement;
    if (!item) return;
    focusItem(tree, item);
    setOpen(item, item.getAttribute('aria-expanded') !== 'true');
  });
  return tree;
}

/** The nodes of items whose branch was not opened yet. */
const unopened = new WeakMap<HTMLElement, { readonly node: TreeNode; readonly level: number }>();

function treeItem(node: TreeNode, level: number): HTMLElement {
  const twistie = element('span', { className: 'twistie' });
  const line = element('div', { className: 'tree-line' }, twistie, element('span', { className: 'tree-label', text: node.label }));
  if (node.text !== '') line.append(element('span', { className: `tree-text look-${node.look}`, text: node.text }));
  const item = element('div', { className: 'tree-item', role: 'treeitem' }, line);
  item.tabIndex = -1;
  item.setAttribute('aria-level', String(level));
  if (node.children.length > 0) {
    item.setAttribute('aria-expanded', 'false');
    unopened.set(item, { node, level });
  }
  return item;
}

function setOpen(item: HTMLElement, open: boolean): void {
  if (!item.hasAttribute('aria-expanded')) return;
  const waiting = unopened.get(item);
  if (open && waiting !== undefined) {
    unopened.delete(item);
    item.append(element('div', { className: 'tree-branch', role: 'group' }, ...waiting.node.children.map((child) => treeItem(child, waiting.level + 1))));
  }
  item.setAttribute('aria-expanded', String(open));
}

function onKey(event: KeyboardEvent, tree: HTMLElement): void {
  const item = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[role=treeitem]') : null;
  if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
  const open = item.getAttribute('aria-expanded') === 'true';
  const shown = [...tree.querySelectorAll<HTMLElement>('[role=treeitem]')].filter((each) => each.offsetParent !== null);
  const at = shown.indexOf(item);
  const target = {
    ArrowDown: () => shown[at + 1],
    ArrowUp: () => shown[at - 1],
    Home: () => shown[0],
    End: () => shown.at(-1),
    ArrowRight: () => (open ? shown[at + 1] : setOpen(item, true)),
    ArrowLeft: () => (open ? setOpen(item, false) : item.parentElement?.closest<HTMLElement>('[role=treeitem]')),
    Enter: () => setOpen(item, !open),
    ' ': () => setOpen(item, !open),
  }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const next = target();
  if (next) focusItem(tree, next);
}

function focusItem(tree: HTMLElement, item: HTMLElement): void {
  for (const former of tree.querySelectorAll('[tabindex="0"]')) former.setAttribute('tabindex', '-1');
  item.tabIndex = 0;
  item.focus();
}
