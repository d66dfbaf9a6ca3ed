/** The numbers of ioctl commands. They carry the size of their argument, so many differ by ABI. */
import { type AbiName, abis } from '../../record/layout.js';
import { ioctlNames } from '../generated/ioctl.gen.js';

export const abiNames = Object.keys(abis) as readonly AbiName[];

/** Names of a command: of the ABI’s own table, or of that of x86_64 where the two agree. */
export function commandNames(abi: AbiName, code: number): readonly string[] {
  return ioctlNames[abi][code] ?? ioctlNames.x86_64[code] ?? [];
}

const codesByAbi = new Map<AbiName, ReadonlyMap<string, number>>();

function codesOf(abi: AbiName): ReadonlyMap<string, number> {
  let codes = codesByAbi.get(abi);
  if (codes === undefined) {
    const found = new Map<string, number>();
    const own = Object.keys(ioctlNames[abi]);
    const shared = abi === 'x86_64' ? [] : Object.keys(ioctlNames.x86_64);
    for (const key of [...shared, ...own]) for (const name of commandNames(abi, Number(key))) found.set(name, Number(key));
    codes = found;
    codesByAbi.set(abi, codes);
  }
  return codes;
}

/** The number of a command under an ABI; undefined where the ABI has none. Throws for a name that no ABI has. */
export function commandCode(abi: AbiName, name: string): number | undefined {
  const code = codesOf(abi).get(name);
  if (code === undefined && !abiNames.some((other) => codesOf(other).has(name))) throw new Error(`no ioctl command ${name}`);
  return code;
}

/** Bits of a command: direction, size of the argument, type and number (asm-generic/ioctl.h). */
export const commandDirection = (code: number): number => code >>> 30;
export const commandSize = (code: number): number => (code >>> 16) & 0x3fff;
export const commandType = (code: number): number => (code >>> 8) & 0xff;
export const commandNumber = (code: number): number => code & 0xff;
