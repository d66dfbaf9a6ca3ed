/**
 * The names of ioctl commands, by code: every macro of the UAPI headers that is made with _IO, _IOR, _IOW or _IOWR,
 * and the older ones whose headers define plain numbers. Codes carry the size of their argument, so they differ by ABI.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { AbiName } from '../../record/layout.js';
import { macros, valuesOf } from './compiler.js';
import { driverCommands, i386Commands } from './driverCommands.js';
import { grownCommands, newerCommands } from './newerCommands.js';

const includeFolder = '/usr/include';
/** Headers of this machine's architecture stand apart. */
const folderPaths: Readonly<Record<string, string>> = { asm: '/usr/include/x86_64-linux-gnu/asm' };
const pathOf = (header: string): string => {
  const [folder = '', ...rest] = header.split('/');
  return [folderPaths[folder] ?? `${includeFolder}/${folder}`, ...rest].join('/');
};
/** Folders of kernel headers, all from linux-libc-dev. */
const folders = ['asm', 'asm-generic', 'linux', 'misc', 'mtd', 'rdma', 'scsi', 'sound', 'video', 'xen'];

/** Headers whose commands are plain numbers: which of their names are commands. */
const plainNumbers: readonly (readonly [header: string, names: RegExp])[] = [
  ['asm/ioctls.h', /^(TC|TIOC|FIO)[A-Z0-9]*$/],
  ['linux/sockios.h', /^SIOC(?!PROTOPRIVATE|DEVPRIVATE)\w+$/],
  ['asm/sockios.h', /^(SIOC|FIO)\w+$/],
  ['linux/hdreg.h', /^HDIO_(GET|SET|OBSOLETE|TRISTATE|DRIVE|SCAN|UNREGISTER)\w*$/],
  ['linux/cdrom.h', /^(CDROM|DVD)_?[A-Z_0-9]+$/],
  ['linux/kd.h', /^(GIO|PIO|KD|KIOC)[A-Z_0-9]+$/],
  [
    'linux/vt.h',
    /^VT_(OPENQRY|GETMODE|SETMODE|GETSTATE|SENDSIG|RELDISP|ACTIVATE|WAITACTIVE|DISALLOCATE|RESIZE|RESIZEX|LOCKSWITCH|UNLOCKSWITCH|GETHIFONTMASK|WAITEVENT|SETACTIVATE)$/,
  ],
  ['linux/loop.h', /^LOOP_(SET|CLR|GET|CHANGE|CONFIGURE|CTL)_?\w*$/],
  ['linux/wireless.h', /^SIOC[SGI]IW\w+$/],
  ['linux/fb.h', /^FBIO[A-Z_0-9]+$/],
  ['scsi/sg.h', /^SG_(SET|GET|EMULATED|SCSI|NEXT)_\w+$|^SG_IO$/],
  ['scsi/scsi_ioctl.h', /^SCSI_IOCTL_\w+$/],
];

/** Lowest code that can be a command: smaller plain numbers are arguments that share a prefix with commands. */
const lowestCode = 0x100;

/** Commands of such low numbers all the same (linux/fs.h). */
const lowCommands = new Set(['FIBMAP', 'FIGETBSZ']);

/** Second names that a header gives to a command of another: strace shows the first only. */
const aliases = new Set([
  ...['TIOCINQ', 'SIOCINQ', 'SIOCOUTQ', 'SIOCGSTAMP', 'SIOCGSTAMPNS', 'CDROM_GET_UPC', 'PPPIOCGIDLE'],
  ...['HDIO_DRIVE_CMD_AEB', 'DMA_BUF_SET_NAME'],
  ...['G_STD', 'S_STD', 'QUERYSTD', 'ENUMSTD', 'G_EDID', 'S_EDID', 'S_DV_TIMINGS', 'G_DV_TIMINGS'].map((name) => `VIDIOC_SUBDEV_${name}`),
  ...['QUERY_DV_TIMINGS', 'ENUM_DV_TIMINGS', 'DV_TIMINGS_CAP'].map((name) => `VIDIOC_SUBDEV_${name}`),
]);

/** Commands of other architectures in headers that all have. */
const foreign = /^KVM_(S390|PPC|ARM)_/;

const compilerFlags: Record<AbiName, readonly string[]> = { x86_64: [], i386: ['-m32'], x32: ['-mx32'] };

/** Text of generated/ioctl.gen.ts. */
export function ioctlSource(): string {
  const byAbi = { x86_64: commands('x86_64'), i386: commands('i386'), x32: commands('x32') };
  const lines = ['// Written by adapter/syscalls/generate: do not edit.', "import type { AbiName } from '../../record/layout.js';", ''];
  lines.push('/** Names of ioctl commands by code: of x86_64, and of the other ABIs where a code means something else, or nothing (no names). */');
  lines.push('export const ioctlNames: Record<AbiName, Readonly<Record<number, readonly string[]>>> = {');
  for (const abi of ['x86_64', 'i386', 'x32'] as const) {
    lines.push(`  ${abi}: {`);
    const absent = [...byAbi.x86_64.keys()].filter((code) => !byAbi[abi].has(code)).map((code) => [code, []] as const);
    for (const [code, names] of [...byAbi[abi], ...absent].sort((a, b) => a[0] - b[0])) {
      if (abi !== 'x86_64' && byAbi.x86_64.get(code)?.join() === names.join()) continue;
      lines.push(`    0x${code.toString(16)}: [${names.map((name) => `'${name}'`).join(', ')}],`);
    }
    lines.push('  },');
  }
  lines.push('};', '');
  return lines.join('\n');
}

/** Code → names, sorted. */
function commands(abi: AbiName): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, Set<string>>();
  for (const [header, names] of commandMacros()) {
    for (const [name, value] of valuesOf([...headersBefore(header), header], names, compilerFlags[abi])) {
      const code = Number(value);
      if (aliases.has(name) || foreign.test(name) || (code < lowestCode && !lowCommands.has(name)) || code > 0xffff_ffff) continue;
      found.set(code, (found.get(code) ?? new Set()).add(name));
    }
  }
  for (const [name, code] of Object.values(driverCommands).flatMap((group) => Object.entries(group))) found.set(code, (found.get(code) ?? new Set()).add(name));
  for (const [name, code] of [...newerCommands, ...grownCommands]) found.set(code, (found.get(code) ?? new Set()).add(name));
  if (abi === 'i386') for (const [code, names] of i386Commands) found.set(code, new Set(names));
  const sorted = [...found].filter(([, names]) => names.size > 0).sort((a, b) => a[0] - b[0]);
  return new Map(sorted.map(([code, names]) => [code, [...names].sort()]));
}

/** What a header uses without including it. */
function headersBefore(header: string): readonly string[] {
  return ['stddef.h', 'linux/types.h', 'linux/ioctl.h', ...(missingIncludes[header] ?? [])];
}

const missingIncludes: Readonly<Record<string, readonly string[]>> = {
  'asm/ioctls.h': ['asm/termbits.h', 'linux/serial.h'],
  'asm-generic/ioctls.h': ['asm/termbits.h', 'linux/serial.h'],
  'linux/atm_eni.h': ['linux/atmdev.h'],
  'linux/atm_he.h': ['linux/atmdev.h'],
  'linux/atm_nicstar.h': ['linux/atmdev.h'],
  'linux/atm_zatm.h': ['linux/atmdev.h'],
  'linux/fs.h': ['linux/blkpg.h', 'linux/blktrace_api.h', 'linux/fiemap.h'],
  'linux/phonet.h': ['sys/socket.h'],
  'linux/ppdev.h': ['sys/time.h'],
  'linux/ppp-ioctl.h': ['linux/filter.h'],
  'linux/raid/md_u.h': ['linux/major.h'],
  'linux/sctp.h': ['sys/socket.h'],
  'linux/sockios.h': ['asm/sockios.h', 'asm/ioctls.h'],
  'linux/sonet.h': ['linux/atmioc.h'],
  'xen/evtchn.h': ['sys/types.h'],
};

/** Headers that do not compile by themselves, or whose names are no commands of this kernel’s user space. */
const leftOut = new Set(['linux/coda.h', 'linux/kfd_ioctl.h', 'linux/patchkey.h', 'linux/hdlc/ioctl.h', 'xen/gntdev.h', 'xen/privcmd.h']);

/** Header → names of macros that it defines and that look like commands. */
function commandMacros(): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const header of folders.flatMap((folder) => headersIn(folder))) {
    if (leftOut.has(header)) continue;
    const text = readFileSync(pathOf(header), 'utf8');
    if (/\b_S?IO[RW]*\s*\(/.test(text))
      result.set(
        header,
        definedBy(text, (value) => /^_?S?IO[RW]*\b|_S?IOC?[RW]*\s*\(|^\w+_IO[RW]*\s*\(/.test(value)),
      );
  }
  for (const [header, names] of plainNumbers) {
    const found = [...macros([...headersBefore(header), header])].filter(([name]) => names.test(name)).map(([name]) => name);
    result.set(header, [...new Set([...(result.get(header) ?? []), ...found])]);
  }
  return result;
}

/** Macros without parameters that this header itself defines, and whose text satisfies `isCommand`. */
function definedBy(text: string, isCommand: (value: string) => boolean): string[] {
  const joined = text.replaceAll(/\\\n/g, ' ');
  return [...joined.matchAll(/^[ \t]*#[ \t]*define[ \t]+([A-Za-z]\w*)[ \t]+(.*)$/gm)]
    .filter(([, , value = '']) => isCommand(value))
    .map(([, name = '']) => name);
}

/** Header names (`linux/fs.h`) below a folder of /usr/include, subfolders included. */
function headersIn(folder: string): readonly string[] {
  const entries = readdirSync(pathOf(folder), { withFileTypes: true });
  return entries
    .flatMap((entry) => (entry.isDirectory() ? headersIn(`${folder}/${entry.name}`) : entry.name.endsWith('.h') ? [`${folder}/${entry.name}`] : []))
    .sort();
}
