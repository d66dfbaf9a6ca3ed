import type { Frame } from '../symbols/frame.js';
import type { Mappings } from './mappings.js';

/** A frame of which nothing but the mapped file is known. */
export function moduleFrame(address: bigint, mappings: Mappings): Frame {
  const mapping = mappings.at(address);
  if (mapping === undefined || !mapping.name.startsWith('/')) return { quality: 'address', address, inlined: false };
  const deleted = mapping.name.endsWith(' (deleted)');
  return {
    quality: 'module',
    address,
    module: deleted ? mapping.name.slice(0, -' (deleted)'.length) : mapping.name,
    fileOffset: mapping.offset + (address - mapping.start),
    ...(deleted ? { moduleDeleted: true } : {}),
    inlined: false,
  };
}
