/** Terminals: sets of constants, one a flag argument or field. Order is the order of printing. */
import { set } from './define.js';

const termios = 'asm/termbits.h asm/ioctls.h';

export const ttySets = {
  termios_iflag: set('', termios, 'IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP INLCR IGNCR ICRNL IUCLC IXON IXANY IXOFF IMAXBEL IUTF8'),
  termios_oflag: set('', termios, 'OPOST OLCUC ONLCR OCRNL ONOCR ONLRET OFILL OFDEL'),
  termios_nl_delay: set('', termios, 'NL0 NL1'),
  termios_cr_delay: set('', termios, 'CR0 CR1 CR2 CR3'),
  termios_tab_delay: set('', termios, 'TAB0 TAB1 TAB2 XTABS'),
  termios_bs_delay: set('', termios, 'BS0 BS1'),
  termios_vt_delay: set('', termios, 'VT0 VT1'),
  termios_ff_delay: set('', termios, 'FF0 FF1'),
  termios_cflag: set('', termios, 'CSTOPB CREAD PARENB PARODD HUPCL CLOCAL CMSPAR CRTSCTS'),
  termios_speed: set(
    'B???',
    termios,
    `
    B0 B50 B75 B110 B134 B150 B200 B300 B600 B1200 B1800 B2400 B4800 B9600 B19200 B38400 BOTHER B57600 B115200 B230400 B460800 B500000 B576000 B921600
    B1000000 B1152000 B1500000 B2000000 B2500000 B3000000 B3500000 B4000000
    `,
  ),
  termios_size: set('CS???', termios, 'CS5 CS6 CS7 CS8'),
  termios_lflag: set('', termios, 'ISIG ICANON XCASE ECHO ECHOE ECHOK ECHONL NOFLSH IEXTEN ECHOCTL ECHOPRT ECHOKE FLUSHO PENDIN TOSTOP EXTPROC'),
  termios_cc: set('', termios, 'VINTR VQUIT VERASE VKILL VEOF VTIME VMIN VSWTC VSTART VSTOP VSUSP VEOL VREPRINT VDISCARD VWERASE VLNEXT VEOL2'),
  tty_flow_actions: set('TC???', termios, 'TCOOFF TCOON TCIOFF TCION'),
  tty_flush_queues: set('TC???', termios, 'TCIFLUSH TCOFLUSH TCIOFLUSH'),
  tty_modem_lines: set(
    'TIOCM_???',
    'asm/termios.h',
    'TIOCM_LE TIOCM_DTR TIOCM_RTS TIOCM_ST TIOCM_SR TIOCM_CTS TIOCM_CAR TIOCM_RNG TIOCM_DSR TIOCM_OUT1 TIOCM_OUT2 TIOCM_LOOP',
  ),
  tty_line_disciplines: set(
    'N_???',
    'linux/tty.h',
    `
    N_TTY N_SLIP N_MOUSE N_PPP N_STRIP N_AX25 N_X25 N_6PACK N_MASC N_R3964 N_PROFIBUS_FDL N_IRDA N_SMSBLOCK N_HDLC N_SYNC_PPP N_HCI N_GIGASET_M101
    N_SLCAN N_PPS N_V253 N_CAIF N_GSM0710 N_TI_WL N_TRACESINK N_TRACEROUTER N_NCI N_SPEAKUP N_NULL
    `,
  ),
} as const;
