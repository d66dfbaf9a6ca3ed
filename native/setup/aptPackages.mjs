// The Debian packages that this project needs, why, and for what: the one table that README, CI and the two commands go by.
// Nothing here imports from node_modules: it runs in a fresh clone.
import { spawnSync } from 'node:child_process';
import { SetupError } from './setupError.mjs';

/** @typedef {'build' | 'test' | 'ui' | 'package'} Purpose  'ui' is for the tests in a real VS Code, and for npm start where there is no `code` */
/** @typedef {{ name: string, why: string, for: Purpose }} AptPackage */

/** @type {readonly AptPackage[]} */
export const aptPackages = [
  { for: 'build', name: 'g++', why: 'the C++20 compiler of the native addon' },
  { for: 'build', name: 'cmake', why: 'configures the native build' },
  { for: 'build', name: 'ninja-build', why: 'runs the native build, on all processors' },
  { for: 'build', name: 'make', why: 'builds the sample programs' },
  { for: 'build', name: 'libdw-dev', why: 'stacks and source lines from DWARF (elfutils)' },
  { for: 'build', name: 'libelf-dev', why: 'reads ELF files (elfutils); what libbpf needs' },
  { for: 'build', name: 'libcapstone-dev', why: 'disassembles the instruction at which a program crashed (Capstone)' },
  { for: 'build', name: 'zlib1g-dev', why: 'compressed debug sections' },
  { for: 'build', name: 'clang', why: 'compiles the eBPF programs of the crash monitor' },
  { for: 'build', name: 'libbpf-dev', why: 'loads them (linked into the helper)' },
  { for: 'test', name: 'strace', why: 'the reference that our output is compared with' },
  { for: 'test', name: 'gdb', why: 'checks what the tracer must not disturb' },
  { for: 'test', name: 'libc6-dbg', why: 'names of functions inside of the C library' },
  { for: 'test', name: 'gcc-multilib', why: '32-bit and x32 test programs' },
  { for: 'test', name: 'libcap2-bin', why: 'setcap: the crash monitor with nothing but its capabilities' },
  { for: 'test', name: 'git', why: 'a traced program, and the check for stray files' },
  { for: 'test', name: 'python3', why: 'a traced program' },
  { for: 'ui', name: 'chromium', why: 'shows the web workbench of VS Code' },
  { for: 'ui', name: 'python3', why: 'builds native modules of the VS Code server (node-gyp)' },
  { for: 'package', name: 'zip', why: 'packs the .vsix' },
];

/**
 * The packages for these purposes that are not installed, each once, in the table's order.
 *
 * @param {readonly Purpose[]} purposes
 * @param {(names: readonly string[]) => ReadonlySet<string>} installed which of the names dpkg has installed
 * @returns {AptPackage[]}
 */
export function missingPackages(purposes, installed = installedPackages) {
  const wanted = aptPackages.filter((entry, index) => {
    const first = aptPackages.findIndex(({ name, for: purpose }) => name === entry.name && purposes.includes(purpose));
    return first === index;
  });
  const present = installed(wanted.map(({ name }) => name));
  return wanted.filter(({ name }) => !present.has(name));
}

/**
 * Installs what is missing, naming each package and what it is for; silent when nothing is.
 *
 * @param {readonly Purpose[]} purposes
 * @throws {SetupError} not Debian, no right to install, or apt-get failed
 */
export function installPackages(purposes) {
  const missing = missingPackages(purposes);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  const command = aptCommand(names);
  for (const { name, why } of missing) console.error(`syscall-trace: installing ${name}: ${why}`);
  const install = () => runApt([...command, 'install', '-y', '-qq', '--no-install-recommends', ...names]);
  // A fresh machine has no package lists and a neglected one has old ones: both show as a failed install, mended by an update.
  if (install() === undefined) return;
  console.error('syscall-trace: fetching the package lists (apt-get update)');
  const failure = runApt([...command, 'update', '-qq']) ?? install();
  if (failure !== undefined) throw new SetupError(`apt-get could not install ${names.join(' ')}:\n${failure}`);
}

/**
 * apt-get with the rights it needs.
 *
 * @param {readonly string[]} names what would be installed, for the message
 * @returns {string[]}
 */
function aptCommand(names) {
  const byHand = `apt-get install ${names.join(' ')}`;
  if (!onPath('apt-get')) throw new SetupError(`this is not a Debian: install the equivalents of ${names.join(' ')}, then try again`);
  if (process.getuid?.() === 0) return ['apt-get'];
  if (!onPath('sudo')) throw new SetupError(`installing packages needs root, and there is no sudo: as root, run ${byHand}`);
  const asking = process.stdin.isTTY ? [] : ['-n'];
  if (spawnSync('sudo', [...asking, 'true'], { stdio: 'inherit' }).status !== 0) throw new SetupError(`sudo was refused: as root, run ${byHand}`);
  return ['sudo', ...asking, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
}

/**
 * Runs apt-get with its progress kept back.
 *
 * @param {readonly string[]} command
 * @returns {string | undefined} what it printed when it failed
 */
function runApt(command) {
  const [file = '', ...args] = command;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr, error } = spawnSync(file, args, { env, encoding: 'utf8', stdio: ['inherit', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
  if (status === 0) return undefined;
  return error?.message ?? `${stdout}${stderr}`;
}

/**
 * @param {readonly string[]} names
 * @returns {ReadonlySet<string>}
 */
function installedPackages(names) {
  // The status is 1 when one of the names is unknown; the others are printed all the same.
  const { stdout, error } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...names], { encoding: 'utf8' });
  if (error) return new Set();
  return new Set(stdout.split('\n').flatMap((line) => (line.startsWith('installed ') ? [line.slice('installed '.length)] : [])));
}

/** @param {string} program */
function onPath(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}
