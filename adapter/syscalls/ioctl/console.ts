/** Virtual consoles and keyboards (linux/kd.h, linux/keyboard.h). */
import type { Emitter } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { fixed } from '../types/count.js';
import { enumeration, flags } from '../types/flags.js';
import { address, hex32, int, u8, u16, unsignedInt, unsignedLong } from '../types/ints.js';
import { arrayOf, ptr, ref } from '../types/pointers.js';
import { buffer } from '../types/strings.js';
import { field, type StructType, struct } from '../types/struct.js';
import { trailingArray } from '../types/trailingArray.js';
import { inout, out, shown } from '../types/valueType.js';
import { characterText } from './characterText.js';
import { type Commands, command } from './command.js';
import { grown, outStruct } from './filled.js';
import { fontOperation } from './fontOperation.js';
import { keyAction, keyFunction } from './keyAction.js';
import { keyText } from './keyText.js';

const leds = flags(constants.kd_leds, 'u8');
/** What the lights show now, and what they show by default four bits further up: `LED_NUM|LED_CAP<<4`. */
const keyboardLeds = shown('flags', 'u8', (emitter: Emitter, value) => {
  const defaults = constants.kd_leds.entries.map(([name, bit]) => [`${name}<<4`, bit << 4] as const);
  emitter.flags(value, { unknown: 'LED_???', entries: [...constants.kd_leds.entries, ...defaults] });
});
const mode = enumeration(constants.kd_modes);
const keyboardMode = enumeration(constants.kd_keyboard_modes, 'i32', 'decimal');
const metaMode = enumeration(constants.kd_meta_modes);

const hexText = (value: number): string => (value === 0 ? '0' : `0x${value.toString(16)}`);

/** Ticks a second of the timer that makes the tone. */
const CLOCK_HZ = 1_193_182;
/** `3<<16|1193 /* 1000 Hz, 3 ms *\/`: milliseconds and ticks per period. */
const tone = shown('tone', 'u32', (emitter: Emitter, value) => {
  const [duration, ticks] = [Number(value) >>> 16, Number(value) & 0xffff];
  emitter.raw(duration === 0 ? String(ticks) : `${duration}<<16|${ticks}`);
  if (emitter.options.constants !== 'raw') emitter.comment(duration === 0 || ticks === 0 ? 'off' : `${Math.floor(CLOCK_HZ / ticks)} Hz, ${duration} ms`);
});

/** Ticks per period, and what they come to. */
const sound = shown('tone', 'ulong', (emitter: Emitter, value) => {
  const hertz = Number(value) === 0 ? 0 : Math.floor(CLOCK_HZ / Number(value));
  emitter.decimal(value);
  if (emitter.options.constants !== 'raw') emitter.comment(hertz === 0 ? 'off' : `${hertz} Hz`);
});

const keyTableNames = enumeration(constants.kd_key_tables, 'u8').type;
const modifiers = ['SHIFT', 'ALTGR', 'CTRL', 'ALT', 'SHIFTL', 'SHIFTR', 'CTRLL', 'CTRLR'].map((name, bit) => [`1<<KG_${name}`, 1 << bit] as const);
/** The tables that have names of their own, or the modifier keys that choose another. */
const keyTable = shown('key table', 'u8', (emitter: Emitter, value) => {
  if (keyTableNames.nameOf(value) !== undefined) keyTableNames.show(emitter, value);
  else emitter.flags(value, { unknown: 'KG_???', entries: modifiers });
});
const keyEntry = struct('kbentry', [field('kb_table', keyTable), field('kb_index', u8), field('kb_value', keyAction)]);
const keyString = struct('kbsentry', [field('kb_func', keyFunction), field('kb_string', keyText)]);
const character = shown('char', 'u8', (emitter: Emitter, value) => emitter.raw(characterText(Number(value))));
const accent = struct(
  'kbdiacr',
  ['diacr', 'base', 'result'].map((name) => field(name, character)),
);
const unicodeAccent = struct(
  'kbdiacruc',
  ['diacr', 'base', 'result'].map((name) => field(name, hex32)),
);
const MAX_ACCENTS = 256;
const accents = (name: string, element: StructType): StructType =>
  struct(`${name}s`, [field('kb_cnt', unsignedInt), field(name, trailingArray(element, 'kb_cnt', { most: MAX_ACCENTS }))]);
const accentTable = accents('kbdiacr', accent);
const unicodeAccents = accents('kbdiacruc', unicodeAccent);
const keycode = struct('kbkeycode', [field('scancode', hex32), field('keycode', hex32)]);
const repeat = struct('kbd_repeat', [field('delay', int), field('period', int)]);
const unimap = struct('unimapdesc', [field('entry_ct', u16), field('entries', address)]);
const unimapClear = struct('unimapinit', [field('advised_hashsize', u16), field('advised_hashstep', u16), field('advised_hashlevel', u16)]);
const font = struct('consolefontdesc', [field('charcount', u16), field('charheight', u16), field('chardata', address)]);
const E_TABSZ = 256;
const COLOURS = 48;
const FONT_BYTES = 8192;
const screenMap = buffer(fixed(E_TABSZ), 'hex');
const colourMap = buffer(fixed(COLOURS), 'hex');
const oldFont = buffer(fixed(FONT_BYTES), 'hex');
/** Glyphs that stand for themselves have this base (UNI_DIRECT_BASE and UNI_DIRECT_MASK of linux/consolemap.h of the kernel). */
const DIRECT_BASE = 0xf000;
const DIRECT_MASK = 0x1ff;
const unicode = shown('unicode', 'u16', (emitter: Emitter, value) => {
  const code = Number(value);
  if ((code & ~DIRECT_MASK) === DIRECT_BASE && emitter.options.constants !== 'raw') emitter.raw(`UNI_DIRECT_BASE+${hexText(code & DIRECT_MASK)}`);
  else emitter.hex(code);
});
const unicodeMap = arrayOf(unicode, fixed(E_TABSZ));

export const consoleCommands: Commands = [
  command('KDENABIO KDDISABIO KDMAPDISP KDUNMAPDISP PIO_FONTRESET'),
  command('KIOCSOUND', sound),
  command('KDSIGACCEPT', unsignedLong),
  command('KDMKTONE', tone),
  command('KDGETLED', out(ref(leds))),
  command('KDSETLED', leds),
  command('KDGKBLED', out(ref(keyboardLeds))),
  command('KDSKBLED', keyboardLeds),
  command('KDGKBTYPE', out(ref(enumeration(constants.kd_keyboard_types, 'u8')))),
  command('KDSETMODE', mode),
  command('KDGETMODE', out(ref(mode))),
  command('KDSKBMODE', keyboardMode),
  command('KDGKBMODE', out(ref(keyboardMode))),
  command('KDSKBMETA', metaMode),
  command('KDGKBMETA', out(ref(metaMode))),
  command('KDGKBENT', grown(keyEntry, 'kb_table kb_index', 'kb_value')),
  command('KDSKBENT', ptr(keyEntry)),
  command('KDGKBSENT', grown(keyString, 'kb_func', 'kb_string')),
  command('KDSKBSENT', ptr(keyString)),
  command('KDGKBDIACR', outStruct(accentTable)),
  command('KDSKBDIACR', ptr(accentTable)),
  command('KDGKBDIACRUC', outStruct(unicodeAccents)),
  command('KDSKBDIACRUC', ptr(unicodeAccents)),
  command('KDGETKEYCODE', grown(keycode, 'scancode keycode', '', { changes: true })),
  command('KDSETKEYCODE', ptr(keycode)),
  command('KDKBDREP', inout(ptr(repeat))),
  command('GIO_SCRNMAP', out(screenMap)),
  command('PIO_SCRNMAP', screenMap),
  command('GIO_CMAP', out(colourMap)),
  command('PIO_CMAP', colourMap),
  command('GIO_FONT', out(oldFont)),
  command('PIO_FONT', oldFont),
  command('GIO_UNISCRNMAP', out(unicodeMap)),
  command('PIO_UNISCRNMAP', unicodeMap),
  command('GIO_UNIMAP', grown(unimap, 'entry_ct', 'entries', { changes: true, always: true })),
  command('PIO_UNIMAP', ptr(unimap)),
  command('PIO_UNIMAPCLR', ptr(unimapClear)),
  command('GIO_FONTX', inout(ptr(font))),
  command('PIO_FONTX', ptr(font)),
  command('KDFONTOP', fontOperation),
];
