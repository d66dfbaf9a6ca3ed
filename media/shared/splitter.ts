import { element } from './element.js';

/** Share of the whole that the second part may take. */
const range = { least: 0.15, most: 0.8, step: 0.04 } as const;

/**
 * A bar between two parts that is dragged, or moved by the arrow keys. It tells the share of the second part, 0 to 1;
 * the parts lie side by side or one above the other, as `isSideBySide` says at that moment.
 */
export function splitter(label: string, isSideBySide: () => boolean, share: number, onChange: (share: number) => void): HTMLElement {
  const bar = element('div', { className: 'splitter', role: 'separator' });
  bar.tabIndex = 0;
  bar.setAttribute('aria-label', label);
  let current = share;
  const set = (wanted: number) => {
    current = Math.min(Math.max(wanted, range.least), range.most);
    bar.setAttribute('aria-valuenow', String(Math.round(100 * (1 - current))));
    onChange(current);
  };
  bar.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    bar.setPointerCapture(event.pointerId);
  });
  bar.addEventListener('pointermove', (event) => {
    const whole = bar.parentElement?.getBoundingClientRect();
    if (!whole || !bar.hasPointerCapture(event.pointerId)) return;
    set(isSideBySide() ? (whole.right - event.clientX) / whole.width : (whole.bottom - event.clientY) / whole.height);
  });
  bar.addEventListener('keydown', (event) => {
    const direction = { ArrowLeft: 1, ArrowUp: 1, ArrowRight: -1, ArrowDown: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    set(current + direction * range.step);
  });
  set(share);
  return bar;
}
