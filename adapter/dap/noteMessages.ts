/** Notes of the recording (loss, limits, tracing degraded) are told to the user at once. */
import { OutputEvent } from '@vscode/debugadapter';
import { recordTypes } from '../record/layout.js';
import type { RecordCursor } from '../record/recordCursor.js';
import type { RecordSink } from '../store/ingest.js';
import type { Client } from './connection.js';

/** The Syscalls view has them all. */
const maxMessages = 20;

export class NoteMessages implements RecordSink {
  private told = 0;

  constructor(private readonly client: Client) {}

  record(cursor: RecordCursor): void {
    if (cursor.type !== recordTypes.note || this.told >= maxMessages) return;
    this.told++;
    this.client.sendEvent(new OutputEvent(`${cursor.text('text')}\n`, 'important'));
  }
}
