import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

/** The Syscalls view while it is the webview that is shown. */
export class SyscallsPage {
  private readonly frame: FrameLocator;
  readonly toolbar: Locator;
  readonly list: Locator;
  /** Rows that have been loaded, of those in view. */
  readonly rows: Locator;
  readonly details: Locator;

  constructor(workbench: Workbench) {
    this.frame = workbench.webview();
    this.toolbar = this.frame.locator('.toolbar');
    this.list = this.frame.getByRole('grid');
    this.rows = this.list.locator('.layer .row:not(.awaited)');
    this.details = this.frame.locator('section.details');
  }

  /** Resolves when the trace is over and its rows are read from the recording. */
  async ended(): Promise<void> {
    await this.frame.locator('.toolbar.ended').waitFor();
    await this.rows.first().waitFor();
  }

  /** Loaded rows in view that contain a text. */
  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** Loaded rows in view of one call. */
  call(name: string): Locator {
    return this.rows.filter({ has: this.frame.locator('.cell.call').getByText(name, { exact: true }) });
  }

  /** Pages through the list from its beginning until one of the rows is in view. */
  async find(rows: Locator): Promise<Locator> {
    const row = rows.first();
    await this.list.press('Home');
    for (let page = 0; page < 200; page++) {
      await this.list.locator('.layer .row.awaited').first().waitFor({ state: 'detached' });
      if ((await row.count()) > 0) return row;
      await this.list.press('PageDown');
    }
    throw new Error(`no row matches ${rows}`);
  }

  /** Row number, from 0, of the selected row. */
  async selected(): Promise<number> {
    return Number(await this.list.locator('.row[aria-selected=true]').getAttribute('data-index'));
  }

  /** The largest row number in view. */
  lastInView(): Promise<number> {
    return this.rows.evaluateAll((rows) => Math.max(-1, ...rows.map((row) => Number(row.getAttribute('data-index')))));
  }

  /** How many rows the list has. */
  async count(): Promise<number> {
    return Number(await this.list.getAttribute('aria-rowcount')) - 1;
  }

  text(text: string): Locator {
    return this.frame.getByText(text);
  }
}
