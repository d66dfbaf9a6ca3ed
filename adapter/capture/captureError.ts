import type { CaptureFailure } from './backend.js';

/** A target could not be started. The message is explainFailure's: one line for the user. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';

  constructor(
    readonly failure: CaptureFailure,
    message: string,
  ) {
    super(message);
  }
}
