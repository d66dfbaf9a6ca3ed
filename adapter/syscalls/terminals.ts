/** Commands of terminals and the few that every descriptor knows. */
import { constants } from './generated/constants.gen.js';
import { ioctlNames } from './generated/ioctl.gen.js';
import type { Cases } from './types/byArgument.js';
import { fixed } from './types/count.js';
import { enumeration, flags } from './types/flags.js';
import { int, u16, unsignedInt } from './types/ints.js';
import { ptr, ref } from './types/pointers.js';
import { buffer } from './types/strings.js';
import { field, struct } from './types/struct.js';
import { termio, termios, termios2 } from './types/termios.js';
import { out } from './types/valueType.js';

const codes: ReadonlyMap<string, number> = new Map(
  Object.entries(ioctlNames.x86_64).flatMap(([code, names]) => names.map((name) => [name, Number(code)] as const)),
);

/** The codes of commands of all ABIs alike. Throws for a name that the headers do not have. */
function commands(names: string): number[] {
  return names.split(' ').map((name) => {
    const code = codes.get(name);
    if (code === undefined) throw new Error(`no ioctl command ${name}`);
    return code;
  });
}

const winsize = struct('winsize', [field('ws_row', u16), field('ws_col', u16), field('ws_xpixel', u16), field('ws_ypixel', u16)]);
const modemLines = flags(constants.tty_modem_lines);

export const terminalCases: Cases = [
  [commands('TCGETS TIOCGLCKTRMIOS'), out(ptr(termios))],
  [commands('TCSETS TCSETSW TCSETSF TIOCSLCKTRMIOS'), ptr(termios)],
  [commands('TCGETS2'), out(ptr(termios2))],
  [commands('TCSETS2 TCSETSW2 TCSETSF2'), ptr(termios2)],
  [commands('TCGETA'), out(ptr(termio))],
  [commands('TCSETA TCSETAW TCSETAF'), ptr(termio)],
  [commands('TIOCGWINSZ'), out(ptr(winsize))],
  [commands('TIOCSWINSZ'), ptr(winsize)],
  [commands('TIOCMGET'), out(ref(modemLines))],
  [commands('TIOCMBIS TIOCMBIC TIOCMSET'), ref(modemLines)],
  [commands('FIONREAD TIOCOUTQ TIOCGPGRP TIOCGSID TIOCGETD TIOCGSOFTCAR TIOCGEXCL FIOGETOWN SIOCGPGRP SIOCATMARK'), out(ref(int))],
  [commands('TIOCGPTN'), out(ref(unsignedInt))],
  [commands('FIONBIO FIOASYNC TIOCSPGRP TIOCSPTLCK TIOCSETD TIOCPKT TIOCSSOFTCAR FIOSETOWN SIOCSPGRP'), ref(int)],
  [commands('TIOCSCTTY TCSBRK TCSBRKP'), int],
  [commands('TCXONC'), enumeration(constants.tty_flow_actions)],
  [commands('TCFLSH'), enumeration(constants.tty_flush_queues)],
  [commands('TIOCSTI'), buffer(fixed(1))],
  [commands('FIOCLEX FIONCLEX TIOCNOTTY TIOCEXCL TIOCNXCL TIOCCONS TIOCSBRK TIOCCBRK TIOCVHANGUP'), undefined],
];
