import { safeText } from '../decode/terminalText.js';

/** A message for the user, one line, and the exit status that goes with it. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    message: string,
    /** 1: it could not be done; 2: it was asked for wrongly; 3: a privilege or a feature of the kernel is missing. */
    readonly status: 1 | 2 | 3,
  ) {
    super(safeText(message));
  }
}

/** The command line is wrong: exit status 2. */
export const usageError = (message: string): CliError => new CliError(message, 2);

/** What was asked for cannot be done: exit status 1. */
export const failure = (message: string): CliError => new CliError(message, 1);

/** A privilege or a feature of the kernel is missing: exit status 3. */
export const refusal = (message: string): CliError => new CliError(message, 3);
