/** A message for the user, one line, and the exit status that goes with it. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    message: string,
    /** 1: it could not be done; 2: it was asked for wrongly. */
    readonly status: 1 | 2,
  ) {
    super(message);
  }
}

/** The command line is wrong: exit status 2. */
export const usageError = (message: string): CliError => new CliError(message, 2);

/** What was asked for cannot be done: exit status 1. */
export const failure = (message: string): CliError => new CliError(message, 1);
