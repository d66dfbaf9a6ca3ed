/** ioctl(2): commands by name, and the arguments of those that are known. */
import type { Emitter } from '../../decode/emitter.js';
import type { AbiName } from '../../record/layout.js';
import { type CallTable, call } from '../call.js';
import { fd } from '../types/fd.js';
import { shown } from '../types/valueType.js';
import { blockCommands } from './block.js';
import { btrfsCommands } from './btrfs.js';
import { clockCommands } from './clocks.js';
import type { Commands } from './command.js';
import { CommandTable, commandArgument, commandReturn } from './commandArgument.js';
import { commandDirection, commandNames, commandNumber, commandSize, commandType } from './commandCodes.js';
import { type CommandPattern, matches } from './commandPattern.js';
import { consoleCommands } from './console.js';
import { deviceMapperCommands } from './deviceMapper.js';
import { deviceCommands } from './devices.js';
import { diskCommands } from './disks.js';
import { filesystemCommands } from './filesystems.js';
import { flashCommands } from './flash.js';
import { inputCommands, inputPatterns } from './input.js';
import { kvmCommands } from './kvm.js';
import { scsiCommands } from './scsi.js';
import { smallCommands } from './small.js';
import { socketCommands } from './sockets.js';
import { soundPatterns } from './sound.js';
import { terminalCommands } from './terminals.js';
import { videoCommands } from './video.js';

const commands: Commands = [
  ...terminalCommands,
  ...consoleCommands,
  ...filesystemCommands,
  ...blockCommands,
  ...diskCommands,
  ...flashCommands,
  ...clockCommands,
  ...socketCommands,
  ...inputCommands,
  ...kvmCommands,
  ...smallCommands,
  ...deviceCommands,
  ...deviceMapperCommands,
  ...scsiCommands,
  ...btrfsCommands,
  ...videoCommands,
];
const patterns: readonly CommandPattern[] = [...inputPatterns, ...soundPatterns];

export const commandTable = new CommandTable(commands, patterns);

const directionNames = ['_IOC_NONE', '_IOC_WRITE', '_IOC_READ', '_IOC_READ|_IOC_WRITE'] as const;

/** `TCGETS`, `SNDCTL_TMR_START or TCSETS` where two drivers use one number, or `_IOC(_IOC_READ, 0x78, 0x5, 0x8)`. */
function showCommand(out: Emitter, code: number, abi: AbiName): void {
  const pattern = patterns.find((candidate) => matches(candidate, code));
  const names = [...(pattern === undefined ? [] : [pattern.name(code)]), ...commandNames(abi, code)];
  if (names.length > 0) {
    out.symbol(code, names.join(' or '), '');
    return;
  }
  if (!out.beginCall('_IOC', code)) return;
  out.item();
  out.raw(directionNames[commandDirection(code)] ?? '');
  for (const part of [commandType(code), commandNumber(code), commandSize(code)]) {
    out.item();
    out.hex(part);
  }
  out.endCall();
}

const command = shown('ioctl', 'u32', (out, value, place) => showCommand(out, Number(value), place.call.abi));

export const ioctlCalls: CallTable = {
  ioctl: call(fd('fd'), command('cmd'), commandArgument('arg', commandTable)).returns(commandReturn(commandTable)).in('desc'),
};
