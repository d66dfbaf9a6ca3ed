/** Syscall descriptors changed by what the user asks to see of single calls: -e raw=, verbose=, abbrev=, -s CALL=N, -N, --namespace=new, --tree. */
import type { DecodeOptions } from '../decode/emitter.js';
import { type AbiName, abis } from '../record/layout.js';
import type { ArgDescriptor, CarriedCall, SyscallDescriptor, SyscallEntryInTable, SyscallTable } from './descriptor.js';
import { abiNames, carriedNumbers, passengerNumber, syscallOf, syscallTable } from './registry.js';
import { CapturedAs } from './types/capturedAs.js';
import { FoldedType } from './types/foldedType.js';
import { hexLong } from './types/ints.js';
import { changesNamespaces, NamespaceReturn } from './types/namespaceReturn.js';
import { hexReturn } from './types/returns.js';
import { StyledType, type TypeStyle } from './types/styledType.js';

/** A set of syscall numbers. */
export interface CallSet {
  has(abi: number, nr: number): boolean;
  readonly isAll: boolean;
  readonly isEmpty: boolean;
}

/** Most characters of the strings of one call, or of one of its arguments. */
export interface StringLimit {
  readonly syscall: string;
  /** Undefined for all arguments. */
  readonly argument: string | undefined;
  readonly limit: number;
}

/** What is asked of single calls. */
export interface CallStyles {
  /** Shown as bare numbers (-e raw=). */
  readonly raw: CallSet;
  /** Structures are abbreviated (-e abbrev=); the others are shown whole. */
  readonly abbreviated: CallSet;
  /** Structures are followed at all (-e verbose=); of the others the address is shown. */
  readonly followed: CallSet;
  readonly limits: readonly StringLimit[];
  /** `name=` before each argument (-N). */
  readonly argumentNames: boolean;
  /** New namespaces stand behind the result (--namespace=new). */
  readonly newNamespaces: boolean;
  /** Large structures are not shown on the line of the call (--tree). */
  readonly tree: boolean;
}

/** Tables that look as `styles` ask, made call by call when they are first wanted. */
export class StyledTables {
  readonly #plain: boolean;
  readonly #made: (SyscallEntryInTable | undefined)[][] = [[], [], []];

  constructor(
    readonly styles: CallStyles,
    readonly decode: DecodeOptions,
  ) {
    const { raw, abbreviated, followed, limits, argumentNames, newNamespaces, tree } = styles;
    this.#plain =
      raw.isEmpty && (abbreviated.isAll || abbreviated.isEmpty) && followed.isAll && limits.length === 0 && !argumentNames && !newNamespaces && !tree;
  }

  /** What decodes syscall `nr` of `abi`, one of abis; also for numbers that no table has. */
  syscall(abi: number, nr: number): SyscallEntryInTable {
    const row = this.#made[abi] ?? [];
    const made = row[nr];
    if (made !== undefined) return made;
    const entry = syscallOf(abiNames[abi] ?? 'x86_64', nr);
    const styled = this.#plain ? entry : { ...entry, descriptor: this.#styled(entry, abi) };
    // Numbers beyond the tables are made up by tracees without end: they are not kept.
    if (nr < KEPT) row[nr] = styled;
    return styled;
  }

  table(abi: AbiName): SyscallTable {
    const table = syscallTable(abi);
    return this.#plain ? table : table.map((entry) => entry && this.syscall(abis[abi], entry.nr));
  }

  #styled(entry: SyscallEntryInTable, abi: number): SyscallDescriptor {
    const { carried, passengers } = entry.descriptor;
    const own = this.#ownStyle(entry, abi);
    if (carried === undefined || (own.carried === undefined && passengers === undefined)) return own;
    const shown = new Map<CarriedCall, CarriedCall>();
    const styled = (found: CarriedCall): CarriedCall => {
      const made = shown.get(found) ?? this.#styledPassenger(found, entry, abi);
      shown.set(found, made);
      return made;
    };
    const captured = this.#capturedStyle(entry, abi);
    return {
      ...own,
      args: own.args.map((arg, index) => ({
        ...arg,
        type: new CapturedAs(arg.type, new StyledType(entry.descriptor.args[index]?.type ?? arg.type, captured)),
      })),
      carried: (call) => {
        const found = carried(call);
        return found && styled(found);
      },
      ...(passengers === undefined ? {} : { passengers }),
    };
  }

  /** A carried call as its own name, or that of its carrier where it has no number of its own, asks to see it. */
  #styledPassenger(found: CarriedCall, carrier: SyscallEntryInTable, abi: number): CarriedCall {
    const nr = passengerNumber(abiNames[abi] ?? 'x86_64', found.name) ?? carrier.nr;
    const { raw, argumentNames } = this.styles;
    const rawArgs = found.rawArgs.map((arg) => ({ ...arg, ...(argumentNames ? { label: arg.name } : {}) }));
    if (raw.has(abi, nr)) return { ...found, descriptor: { args: rawArgs, returns: hexReturn, classes: found.descriptor.classes } };
    const { name, descriptor } = this.styles.followed.has(abi, nr) ? found : (found.unread ?? found);
    return { ...found, descriptor: this.#ownStyle({ name, nr, descriptor }, abi) };
  }

  /** What is copied for a call that carries others: enough for each of them. */
  #capturedStyle({ name, nr, descriptor }: SyscallEntryInTable, abi: number): TypeStyle {
    const { abbreviated, limits } = this.styles;
    const names = new Set([name, ...(descriptor.passengers ?? []).map((one) => one.name)]);
    const numbers = [nr, ...carriedNumbers(abiNames[abi] ?? 'x86_64', nr)];
    return {
      stringLimit: limits.reduce((most, { syscall, limit }) => (names.has(syscall) ? Math.max(most, limit) : most), this.decode.stringLimit),
      verbose: numbers.some((one) => !abbreviated.has(abi, one)),
      followed: true,
    };
  }

  #ownStyle({ name, nr, descriptor }: SyscallEntryInTable, abi: number): SyscallDescriptor {
    const { raw, abbreviated, followed, limits, argumentNames, newNamespaces, tree } = this.styles;
    if (raw.has(abi, nr)) return rawDescriptor(descriptor, abiNames[abi] ?? 'x86_64', argumentNames);
    const own = limits.filter(({ syscall }) => syscall === name);
    const whole = !abbreviated.has(abi, nr);
    const follows = followed.has(abi, nr);
    const changed = own.length > 0 || whole !== this.decode.verbose || !follows;
    const returns = newNamespaces && changesNamespaces(name) ? new NamespaceReturn(descriptor.returns, name) : descriptor.returns;
    if (!changed && !argumentNames && !tree) return returns === descriptor.returns ? descriptor : { ...descriptor, returns };
    const args = descriptor.args.map((arg): ArgDescriptor => {
      const found = own.findLast(({ argument }) => argument === undefined || argument === arg.name);
      // An argument that is to be short is abbreviated though -v shows the others whole.
      const verbose = whole && found?.argument === undefined;
      const style: TypeStyle = { stringLimit: found?.limit ?? this.decode.stringLimit, verbose, followed: follows };
      const type = changed ? new StyledType(arg.type, style) : arg.type;
      return { ...arg, type: tree ? new FoldedType(type) : type, ...(argumentNames ? { label: arg.label ?? arg.name } : {}) };
    });
    return { ...descriptor, args, returns };
  }
}

/** Numbers below this are kept: more than any table has. */
const KEPT = 1024;

/** Every register in hex, as many as the call has. */
function rawDescriptor(descriptor: SyscallDescriptor, abi: AbiName, named: boolean): SyscallDescriptor {
  const { classes, noReturn } = descriptor;
  const names: string[] = [];
  for (const { name, register, type } of descriptor.args) {
    names[register] = name;
    if (abi === 'i386' && type.registers?.(abi) === 2) names[register + 1] = `${name}_high`;
  }
  const args = Array.from(names, (name = '', register): ArgDescriptor => ({ name, type: hexLong.type, register, ...(named ? { label: name } : {}) }));
  return { args, returns: hexReturn, classes, ...(noReturn === true ? { noReturn } : {}) };
}
