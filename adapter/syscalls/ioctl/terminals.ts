/** Terminals and the commands that every descriptor knows (ioctl_tty(2), asm-generic/ioctls.h). */
import { constants } from '../generated/constants.gen.js';
import { fixed } from '../types/count.js';
import { enumeration, flags } from '../types/flags.js';
import { int, u16 } from '../types/ints.js';
import { ptr, ref } from '../types/pointers.js';
import { buffer } from '../types/strings.js';
import { field, struct } from '../types/struct.js';
import { termio, termios, termios2 } from '../types/termios.js';
import { out } from '../types/valueType.js';
import { type Commands, command } from './command.js';

const winsize = struct('winsize', [field('ws_row', u16), field('ws_col', u16), field('ws_xpixel', u16), field('ws_ypixel', u16)]);
const modemLines = flags(constants.tty_modem_lines);

export const terminalCommands: Commands = [
  command('TCGETS TIOCGLCKTRMIOS', out(ptr(termios))),
  command('TCSETS TCSETSW TCSETSF TIOCSLCKTRMIOS', ptr(termios)),
  command('TCGETS2', out(ptr(termios2))),
  command('TCSETS2 TCSETSW2 TCSETSF2', ptr(termios2)),
  command('TCGETA', out(ptr(termio))),
  command('TCSETA TCSETAW TCSETAF', ptr(termio)),
  command('TIOCGWINSZ', out(ptr(winsize))),
  command('TIOCSWINSZ', ptr(winsize)),
  command('TIOCMGET', out(ref(modemLines))),
  command('TIOCMBIS TIOCMBIC TIOCMSET', ref(modemLines)),
  command('FIONREAD TIOCOUTQ TIOCGPGRP TIOCGSID TIOCGETD TIOCGSOFTCAR TIOCGEXCL TIOCGPTN TIOCGDEV', out(ref(int))),
  command('FIONBIO FIOASYNC TIOCSPGRP TIOCSPTLCK TIOCSETD TIOCPKT TIOCSSOFTCAR', ref(int)),
  command('TIOCSCTTY TCSBRK TCSBRKP', int),
  command('TCXONC', enumeration(constants.tty_flow_actions, 'ulong')),
  command('TCFLSH', enumeration(constants.tty_flush_queues, 'ulong')),
  command('TIOCSTI', buffer(fixed(1))),
  command('FIOCLEX FIONCLEX TIOCNOTTY TIOCEXCL TIOCNXCL TIOCCONS TIOCSBRK TIOCCBRK TIOCVHANGUP TIOCSSERIAL'),
];
