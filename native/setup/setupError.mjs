/** Something that the user must put right before we can go on; shown as one line, without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} message what happened and what to do
   * @param {number} exitStatus
   */
  constructor(message, exitStatus = 1) {
    super(message);
    this.exitStatus = exitStatus;
  }
}

/**
 * Runs one of the project's commands; a SetupError becomes its one line and exit status.
 *
 * @param {() => Promise<void> | void} command
 */
export async function runCommand(command) {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`syscall-trace: ${error.message}`);
    process.exitCode = error.exitStatus;
  }
}
