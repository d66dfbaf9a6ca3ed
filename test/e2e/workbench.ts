import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { chromiumFlags, chromiumPath } from './chromium.mjs';
import { installExtension } from './vscode-server/installExtension.mjs';
import { type RunningServer, startServer } from './vscode-server/server.mjs';

/** A cold start of server, page and extension host on two busy cores. */
const openTimeoutMs = 90_000;
/** How long anything in an open workbench may take to show. */
const actionTimeoutMs = 20_000;
const screenshots = path.resolve(import.meta.dirname, '../../test-results');

export interface WorkbenchOptions {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Size of the window in CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** False opens the folder in Restricted Mode. */
  readonly trusted?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** VS Code with the built extension, open on a folder in a headless Chromium; what a user does, by name. */
export class Workbench {
  private constructor(
    private readonly server: RunningServer,
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /** Starts a server of its own and resolves when the extension's activity bar icon is there. */
  static async open({ folder, settings, viewport = { width: 1400, height: 900 }, trusted = true, env }: WorkbenchOptions): Promise<Workbench> {
    const server = await startServer({ installExtensions: installExtension, trusted, ...(settings && { settings }), ...(env && { env }) });
    let browser: Browser | undefined;
    try {
      browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags });
      const page = await browser.newPage({ viewport });
      page.setDefaultTimeout(actionTimeoutMs);
      const workbench = new Workbench(server, browser, page);
      await page.goto(server.urlOf(folder), { timeout: openTimeoutMs });
      await workbench.activityBarIcon('Syscall Trace').waitFor({ timeout: openTimeoutMs });
      return workbench;
    } catch (error) {
      await browser?.close();
      await server.stop();
      throw error;
    }
  }

  /** Ends browser and server, and with them every debug session. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  /** As somebody does who has lost patience: the server with SIGKILL, no goodbye. `close` still tidies up. */
  kill(): void {
    this.server.kill();
  }

  activityBarIcon(title: string): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name: title });
  }

  /** Runs a command by its full title, e.g. `View: Show Explorer`. */
  async runCommand(title: string): Promise<void> {
    await (await this.quickOpenRow(`>${title}`, title)).click();
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await (await this.quickOpenRow(name, name)).click();
    await this.editorTab(name).waitFor();
  }

  /** Opens a file of the workspace with the cursor at a 1-based line, as `NAME:LINE` in quick open does. */
  async openFileAt(name: string, line: number): Promise<void> {
    await (await this.quickOpenRow(`${name}:${line}`, name)).click();
    await this.editorTab(name).waitFor();
  }

  /** Types into the quick open box (`>` begins a command, `debug ` a launch configuration); the rows that it then shows. */
  async quickOpen(text: string): Promise<Locator> {
    const { page } = this;
    await page.keyboard.press('Control+P');
    const input = page.locator('.quick-input-widget input[type=text]');
    await input.waitFor();
    await input.fill(text);
    return page.locator('.quick-input-list .monaco-list-row');
  }

  /** The tab of an open editor. */
  editorTab(name: string): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name });
  }

  /** Opens Run and Debug and starts a launch configuration by its name. */
  async startDebugging(configuration: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+D');
    const row = await this.launchConfiguration(configuration);
    await row.click();
    await row.waitFor({ state: 'hidden' });
  }

  /** The row of a launch configuration in quick open. */
  launchConfiguration(name: string): Promise<Locator> {
    return this.quickOpenRow(`debug ${name}`, name);
  }

  /** The first row with `name` that quick open shows for `text`. It lists only what was known when it was opened: so it is opened again. */
  private async quickOpenRow(text: string, name: string, attempts = 10): Promise<Locator> {
    const rows = await this.quickOpen(text);
    const row = rows.filter({ hasText: name }).first();
    try {
      await row.waitFor({ timeout: 2_000 });
      return row;
    } catch (error) {
      if (attempts === 1) throw error;
      await this.page.keyboard.press('Escape');
      return this.quickOpenRow(text, name, attempts - 1);
    }
  }

  /** The document inside of a webview view or editor; the only visible one, or the one that contains `having`. */
  webview(having?: string): FrameLocator {
    const frames = this.page.locator('iframe.webview.ready');
    const frame = having === undefined ? frames.first() : frames.and(this.page.locator(having));
    return frame.contentFrame().frameLocator('#active-frame');
  }

  /** The 1-based line of the cursor, from the status bar (`Ln 7, Col 1`). */
  async cursorLine(): Promise<number> {
    const text = await this.page.locator('[id="status.editor.selection"]').textContent();
    const line = /Ln (\d+)/.exec(text ?? '')?.[1];
    if (line === undefined) throw new Error(`the status bar shows no cursor line but '${text}'`);
    return Number(line);
  }

  /** Writes test-results/NAME.png and returns its path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(screenshots, { recursive: true });
    const file = path.join(screenshots, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** What the server printed: for the message of a test that failed. */
  serverOutput(): string {
    return this.server.output();
  }
}
