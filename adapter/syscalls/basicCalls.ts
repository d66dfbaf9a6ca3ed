/** Calls that no family describes yet: names and basic types out of the signatures. */

import type { AbiName } from '../record/layout.js';
import { Arg } from './arg.js';
import { type Call, call } from './call.js';
import type { ArgType } from './descriptor.js';
import { i386Differences, i386OnlySignatures, signatures } from './signatures.js';
import { dirfd, fd } from './types/fd.js';
import { address, int, kernelUnsignedLong, loff, long, mode, octal32, size, unsignedInt } from './types/ints.js';
import { path, string } from './types/strings.js';
import { typeOf } from './types/valueType.js';

const types: Readonly<Record<string, ArgType>> = {
  fd: typeOf<ArgType>(fd),
  dirfd: typeOf<ArgType>(dirfd),
  path: typeOf<ArgType>(path),
  str: typeOf<ArgType>(string),
  ptr: typeOf<ArgType>(address),
  int: typeOf<ArgType>(int),
  uint: typeOf<ArgType>(unsignedInt),
  long: typeOf<ArgType>(long),
  ulong: typeOf<ArgType>(kernelUnsignedLong),
  size: typeOf<ArgType>(size),
  off: typeOf<ArgType>(loff),
  pid: typeOf<ArgType>(int),
  uid: typeOf<ArgType>(int),
  gid: typeOf<ArgType>(int),
  mode: typeOf<ArgType>(mode),
  dev: typeOf<ArgType>(octal32),
  signal: typeOf<ArgType>(int),
  clockid: typeOf<ArgType>(int),
  timer: typeOf<ArgType>(int),
  key: typeOf<ArgType>(int),
};

type Texts = Readonly<Record<string, string>>;
const commonTexts: Texts = signatures;
const i386Texts: Texts = { ...signatures, ...i386OnlySignatures, ...i386Differences };

/** The row of a name out of the signatures of an ABI; undefined when they do not know it. Throws when a signature names an unknown type. */
export function basicCall(name: string, abi: AbiName): Call | undefined {
  const text = (abi === 'i386' ? i386Texts : commonTexts)[name];
  if (text === undefined) return undefined;
  const args = text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [argName = '', typeName = ''] = part.split(':');
      const type = types[typeName];
      if (type === undefined) throw new Error(`${name}: no type ${typeName}`);
      return new Arg(argName, type);
    });
  return call(...args).basic();
}
