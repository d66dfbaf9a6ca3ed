import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Set in the environment of all that a stage starts, to a value of its own. */
export const stageVariable = 'SYSCALL_TRACE_TEST_STAGE';

/** Helpers of browsers and bundlers end by themselves when they see that their parent has gone; a leak does not. */
const defaultGraceMs = 5_000;

/** @typedef {{ pid: number, state: string, command: string }} LeftProcess  state is the letter of proc_pid_stat(5) */

/**
 * The processes that a stage started and that still exist after a short grace: those of its session, and those that left the
 * session but carry its mark in their environment. Zombies that nobody but init can reap do not count.
 *
 * @param {number} session
 * @param {string} mark the value of stageVariable
 * @param {number} graceMs
 * @returns {Promise<LeftProcess[]>}
 */
export async function processesLeftBy(session, mark, graceMs = defaultGraceMs) {
  const deadline = Date.now() + graceMs;
  for (;;) {
    const left = findProcesses(session, mark);
    if (left.length === 0 || Date.now() > deadline) return left;
    await delay(50);
  }
}

/**
 * @param {number} session
 * @param {string} mark
 */
function findProcesses(session, mark) {
  /** @type {LeftProcess[]} */
  const found = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    // The name in parentheses may hold spaces and parentheses itself.
    const [state = '', parent, , itsSession] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ours = Number(itsSession) === session || read(`/proc/${name}/environ`).includes(`${stageVariable}=${mark}\0`);
    if (!ours || (state === 'Z' && parent === '1')) continue;
    found.push({ pid: Number(name), state, command: read(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim() || stat.slice(0, 40) });
  }
  return found;
}

/**
 * @param {string} file
 * @returns {string} empty for a process that has gone meanwhile or is not ours to read
 */
function read(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
