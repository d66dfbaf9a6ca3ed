/** Says in one line why crashes cannot be watched, and what to do about it. */
import { CrashMonitorError, type CrashRefusal } from '../crash/crashMonitor.js';
import { monitorRefusals } from '../record/layout.js';
import { errnos } from '../syscalls/generated/errno.gen.js';
import type { HelperRefusal } from './crashRecords.js';

/** Numbers of linux/capability.h. */
const capabilityNames: ReadonlyArray<readonly [number, string]> = [
  [39, 'CAP_BPF'],
  [38, 'CAP_PERFMON'],
];

const ENOENT = 2;
const EPERM = 1;
/** How much of what the verifier said is shown. */
const DETAIL_LENGTH = 300;

const reasonNames = new Map<number, CrashRefusal>(Object.entries(monitorRefusals).map(([name, value]) => [value, name as CrashRefusal]));

const quoted = (file: string): string => (/^[\w@%+=:,./-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`);

/** Commands that let `helper` do its work: the first for good, the others for once. */
export function remediesFor(helper: string): string[] {
  return [`sudo setcap cap_bpf,cap_perfmon+ep ${quoted(helper)}`];
}

/** `helper`: path of the program. */
export function explainRefusal(refusal: HelperRefusal, helper: string): CrashMonitorError {
  const reason = reasonNames.get(refusal.reason) ?? 'failed';
  const message = words(reason, refusal, helper);
  // It had the capabilities, and was not let: a privilege is missing that no setcap gives.
  if (reason === 'failed' && refusal.errno === EPERM) return new CrashMonitorError('noPrivilege', message);
  return new CrashMonitorError(reason, message, reason === 'noPrivilege' ? remediesFor(helper) : []);
}

function words(reason: CrashRefusal, refusal: HelperRefusal, helper: string): string {
  switch (reason) {
    case 'oldKernel':
      return "Can't watch crashes system-wide: it needs Linux 5.8 or later";
    case 'noBtf':
      return refusal.errno === ENOENT || refusal.errno === 0
        ? "Can't watch crashes system-wide: this kernel has no BTF (/sys/kernel/btf/vmlinux; CONFIG_DEBUG_INFO_BTF)"
        : `Can't watch crashes system-wide: /sys/kernel/btf/vmlinux cannot be read (${errnoText(refusal.errno)})`;
    case 'noPrivilege': {
      const missing = capabilityNames.filter(([bit]) => ((refusal.missingCapabilities >> BigInt(bit)) & 1n) === 1n).map(([, name]) => name);
      return `Can't watch crashes system-wide: ${helper} lacks ${missing.join(' and ')}; grant it by: ${remediesFor(helper)[0]} (or run as root)`;
    }
    case 'notAuthorised':
      return "Can't watch the crashes of other users' processes: only root may";
    case 'noProcess':
      return "Can't watch for crashes: there is no such process";
    case 'badRequest':
      return "Can't watch for crashes: the helper does not take this request (an option out of range, or a helper of another version)";
    default:
      return explainFailed(refusal, helper);
  }
}

function explainFailed({ errno, text }: HelperRefusal, helper: string): string {
  const hint = errno === EPERM ? '; a security module, or a container without the privilege, forbids it' : '';
  const detail = text.trim().replaceAll(/\s+/g, ' ').slice(-DETAIL_LENGTH);
  return `Can't watch crashes system-wide: the kernel refuses ${helper} (${errnoText(errno)}${hint})${detail === '' ? '' : `: ${detail}`}`;
}

const errnoText = (errno: number): string => errnos[errno]?.[1] ?? `errno ${errno}`;
