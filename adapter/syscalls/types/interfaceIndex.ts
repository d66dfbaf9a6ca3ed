/** Numbers of network interfaces: `if_nametoindex("lo")` where the number is the same everywhere. */
import { showInterface } from '../sockaddr.js';
import { shown } from './valueType.js';

export const interfaceIndex = shown('interface', 'u32', (out, value) => {
  if (out.options.constants === 'raw') out.decimal(value);
  else showInterface(out, Number(value));
});
