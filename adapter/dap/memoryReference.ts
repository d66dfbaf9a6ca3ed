/** DAP memory references: an address in one process, `0x7f001234@4711`. */

export function memoryReference(pid: number, address: bigint): string {
  return `0x${address.toString(16)}@${pid}`;
}

/** Undefined when the text is no reference. A bare address belongs to `defaultPid`. */
export function parseMemoryReference(text: string, defaultPid: number): { readonly pid: number; readonly address: bigint } | undefined {
  const [, address, pid] = /^(0x[0-9a-f]{1,16}|\d{1,20})(?:@(\d{1,9}))?$/i.exec(text.trim()) ?? [];
  if (address === undefined) return undefined;
  return { pid: pid === undefined ? defaultPid : Number(pid), address: BigInt(address) };
}
