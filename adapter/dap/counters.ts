/** The `syscallTrace/counters` event: ten times a second while something changes. */
import { Event } from '@vscode/debugadapter';
import { type CountersEvent, customEvents } from '../protocol/requests.js';
import type { Client } from './connection.js';

const intervalMs = 100;

export class Counters {
  private timer: NodeJS.Timeout | undefined;
  private last = '';

  constructor(
    private readonly client: Client,
    private readonly read: () => CountersEvent,
  ) {}

  /** Something may have changed: the client hears of it within a tenth of a second, or when it reads again. */
  touch(): void {
    this.timer ??= setTimeout(() => void this.sendInTime(), intervalMs);
  }

  /** Sends what is true now, if it differs from what was sent. */
  send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counters = this.read();
    const text = JSON.stringify(counters);
    if (text === this.last) return;
    this.last = text;
    this.client.sendEvent(new Event(customEvents.counters, counters));
  }

  private async sendInTime(): Promise<void> {
    await this.client.congestion();
    this.send();
  }
}
