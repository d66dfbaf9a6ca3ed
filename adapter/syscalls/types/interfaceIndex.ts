/** Numbers of network interfaces: `if_nametoindex("lo")`. */
import { showInterface } from '../sockaddrParts.js';
import { shown } from './valueType.js';

export const interfaceIndex = shown(
  'interface',
  'u32',
  (out, value, place) => showInterface(out, Number(value), place),
  () => [{ op: 'interfaces' }],
);
