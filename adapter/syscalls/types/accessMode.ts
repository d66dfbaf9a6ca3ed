/** The mode of access(2). */
import { constants } from '../generated/constants.gen.js';
import { flags } from './flags.js';

const F_OK = 0;
export const accessMode = flags({ unknown: constants.access_mode.unknown, entries: [...constants.access_mode.entries, ['F_OK', F_OK]] });
