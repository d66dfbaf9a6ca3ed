import { CaptureError } from '../capture/captureError.js';
import { captureFailed } from './errors.js';

/** Runs `start`; a target that could not be started becomes an error with words for the user. */
export function explainStart<T>(start: () => T): T {
  try {
    return start();
  } catch (error) {
    if (error instanceof CaptureError) throw captureFailed(error.message);
    throw error;
  }
}
