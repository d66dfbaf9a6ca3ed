/** `0x7ffd10` */
export const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** All 16 digits, so that columns of addresses align. */
export const paddedHex = (value: bigint): string => `0x${value.toString(16).padStart(16, '0')}`;

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `1 byte`, `100 bytes`, `4 KiB`, `1.5 MiB`: exact where it is a multiple, else one decimal. */
export function sizeWords(bytes: bigint): string {
  if (bytes === 1n) return '1 byte';
  let unit = 0;
  let scale = 1n;
  while (unit < units.length - 1 && bytes >= scale * 1024n) {
    unit++;
    scale *= 1024n;
  }
  const tenths = (bytes * 10n) / scale;
  const exact = bytes % scale === 0n;
  return `${exact ? bytes / scale : `${tenths / 10n}.${tenths % 10n}`} ${units[unit]}`;
}
