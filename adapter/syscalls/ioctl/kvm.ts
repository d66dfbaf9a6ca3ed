/** Virtual machines: KVM (linux/kvm.h, asm/kvm.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { Place } from '../../decode/place.js';
import { constants } from '../generated/constants.gen.js';
import { fd } from '../types/fd.js';
import { enumeration, flags } from '../types/flags.js';
import { hex32, hex64, hexLong, int, u8, u16, u64, unsignedInt } from '../types/ints.js';
import { inlineArray, ptr } from '../types/pointers.js';
import { field, pad, type StructType, struct } from '../types/struct.js';
import { trailingArray } from '../types/trailingArray.js';
import { type FieldType, returnOf } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { outStruct } from './filled.js';

const memoryRegion = struct('kvm_userspace_memory_region', [
  field('slot', unsignedInt),
  field('flags', flags(constants.kvm_memory_flags)),
  field('guest_phys_addr', hex64),
  field('memory_size', u64),
  field('userspace_addr', hex64),
]);
const cpuidEntry = struct('kvm_cpuid_entry2', [
  field('function', hex32),
  field('index', hex32),
  field('flags', flags(constants.kvm_cpuid_flags)),
  field('eax', hex32),
  field('ebx', hex32),
  field('ecx', hex32),
  field('edx', hex32),
  pad(12, 4),
]);
const cpuid = struct('kvm_cpuid2', [field('nent', unsignedInt), pad(4), field('entries', hiddenEntries(trailingArray(cpuidEntry, 'nent')))]);

const registerNames = 'rax rbx rcx rdx rsi rdi rsp rbp r8 r9 r10 r11 r12 r13 r14 r15 rip rflags'.split(' ');
const allRegisters = struct(
  'kvm_regs',
  registerNames.map((name) => field(name, hex64)),
);
/** Without -v some stand for the others. */
const registers: FieldType = {
  typeName: allRegisters.typeName,
  size: (abi) => allRegisters.size(abi),
  align: (abi) => allRegisters.align(abi),
  emitAt(emitter, place, at) {
    if (emitter.options.verbose) {
      allRegisters.emitAt(emitter, place, at);
      return;
    }
    emitter.beginStruct();
    for (const name of ['rax', '', 'rsp', 'rbp', '', 'rip', 'rflags']) {
      if (name === '') emitter.more();
      else {
        emitter.field(name);
        emitter.hex(allRegisters.read(place, at, name) as number);
      }
    }
    emitter.endStruct();
  },
};

const segment = struct('kvm_segment', [
  field('base', hex64),
  field('limit', unsignedInt),
  field('selector', u16),
  ...['type', 'present', 'dpl', 'db', 's', 'l', 'g', 'avl'].map((name) => field(name, u8)),
  pad(2),
]);
const table = struct('kvm_dtable', [field('base', hex64), field('limit', u16), pad(6)]);
const verbose = { verbose: true };
const systemRegisters: StructType = struct('kvm_sregs', [
  field('cs', segment),
  ...['ds', 'es', 'fs', 'gs', 'ss', 'tr', 'ldt'].map((name) => field(name, segment, verbose)),
  ...['gdt', 'idt'].map((name) => field(name, table, verbose)),
  ...['cr0', 'cr2', 'cr3', 'cr4', 'cr8', 'efer'].map((name) => field(name, u64, verbose)),
  field('apic_base', hex64, verbose),
  field('interrupt_bitmap', inlineArray(hex64, 4), verbose),
]);

/** Without -v only that there are entries. */
function hiddenEntries(entries: FieldType): FieldType {
  return {
    ...entries,
    emitAt(emitter: Emitter, place: Place, at: number) {
      if (emitter.options.verbose || Number(place.sibling('nent') ?? 0) === 0) {
        entries.emitAt(emitter, place, at);
        return;
      }
      emitter.beginArray();
      emitter.more();
      emitter.endArray();
    },
  };
}

export const kvmCommands: Commands = [
  command('KVM_CREATE_VM', hexLong, returnOf(fd.type)),
  command('KVM_CREATE_VCPU', int, returnOf(fd.type)),
  command('KVM_CHECK_EXTENSION', enumeration(constants.kvm_capabilities, 'ulong')),
  command('KVM_SET_USER_MEMORY_REGION', ptr(memoryRegion)),
  command('KVM_GET_SUPPORTED_CPUID KVM_GET_EMULATED_CPUID', outStruct(cpuid)),
  command('KVM_SET_CPUID2', ptr(cpuid)),
  command('KVM_GET_REGS', outStruct(registers)),
  command('KVM_SET_REGS', ptr(registers)),
  command('KVM_GET_SREGS', outStruct(systemRegisters)),
  command('KVM_SET_SREGS', ptr(systemRegisters)),
];
