/** Input devices: evdev, joysticks, raw HID (linux/input.h, linux/uinput.h, linux/hidraw.h, linux/joystick.h, linux/spi/spidev.h). */
import { constants } from '../generated/constants.gen.js';
import { returned } from '../types/count.js';
import { enumeration } from '../types/flags.js';
import { address, hex8, hex32, i16, int, u8, u16, unsignedInt, unsignedLong } from '../types/ints.js';
import { inlineArray, ptr, ref } from '../types/pointers.js';
import { buffer } from '../types/strings.js';
import { field, pad, struct } from '../types/struct.js';
import { out } from '../types/valueType.js';
import { type Commands, command, type TypeLike } from './command.js';
import { commandSize } from './commandCodes.js';
import { type CommandPattern, directions, numbered, sized } from './commandPattern.js';
import { bitSet } from './evdevBits.js';
import { outStruct } from './filled.js';
import { multitouchSlots } from './multitouchSlots.js';

const { read, write, readWrite } = directions;
const verbose = { verbose: true };

const keys = enumeration(constants.evdev_keys);
const id = struct('input_id', [field('bustype', u16), field('vendor', u16), field('product', u16), field('version', u16)]);
const pair = ptr(inlineArray(unsignedInt, 2));
/** Scancode and key: `[458756, KEY_A]`. */
const keycode = ptr({
  typeName: 'unsigned int[2]',
  size: () => 8,
  align: () => 4,
  emitAt(emitter, place, at) {
    emitter.beginArray();
    emitter.item();
    unsignedInt.type.emitAt(emitter, place, at);
    emitter.item();
    keys.type.emitAt(emitter, place, at + 4);
    emitter.endArray();
  },
});
const keymapEntry = struct('input_keymap_entry', [
  field('flags', u8),
  field('len', u8),
  field('index', u16, verbose),
  field('keycode', keys, verbose),
  field('scancode', inlineArray(hex8, 32), verbose),
]);
const effect = struct('ff_effect', [
  field('type', enumeration(constants.evdev_force_feedback, 'u16')),
  field('id', i16),
  field('direction', u16),
  field('trigger', struct('ff_trigger', [field('button', u16), field('interval', u16)]), verbose),
  field('replay', struct('ff_replay', [field('length', u16), field('delay', u16)]), verbose),
  pad(34, 8),
]);
const axis = struct('input_absinfo', [
  field('value', unsignedInt),
  field('minimum', unsignedInt),
  ...['maximum', 'fuzz', 'flat', 'resolution'].map((name) => field(name, unsignedInt, verbose)),
]);

export const inputCommands: Commands = [
  command('EVIOCGVERSION', out(ref(hex32))),
  command('EVIOCGID', outStruct(id)),
  command('EVIOCGREP', out(pair)),
  command('EVIOCSREP', pair),
  command('EVIOCGKEYCODE', out(keycode)),
  command('EVIOCSKEYCODE', keycode),
  command('EVIOCGKEYCODE_V2', outStruct(keymapEntry)),
  command('EVIOCSKEYCODE_V2', ptr(keymapEntry)),
  command('EVIOCSFF', ptr(effect)),
  command('EVIOCRMFF', int),
  command('EVIOCGEFFECTS', out(ref(unsignedInt))),
  command('EVIOCGRAB EVIOCREVOKE', unsignedLong),
  command('EVIOCSCLOCKID', ref(unsignedInt)),
  command('EVIOCGMASK EVIOCSMASK', address),
];

/** Types of events and the bits that each has: names, and the highest number (linux/input-event-codes.h). */
const eventBits: Readonly<Record<string, TypeLike>> = {
  EV_SYN: bitSet(constants.evdev_types, 0x1f),
  EV_KEY: bitSet(constants.evdev_keys, 0x2ff),
  EV_REL: bitSet(constants.evdev_relative, 0xf),
  EV_ABS: bitSet(constants.evdev_absolute, 0x3f),
  EV_MSC: bitSet(constants.evdev_misc, 7),
  EV_SW: bitSet(constants.evdev_switches, 0x10),
  EV_LED: bitSet(constants.evdev_leds, 0xf),
  EV_SND: bitSet(constants.evdev_sounds, 7),
  EV_REP: bitSet(constants.evdev_repeat, 1),
  EV_FF: bitSet(constants.evdev_force_feedback, 0x7f),
  EV_PWR: out(ref(int)),
  EV_FF_STATUS: bitSet(constants.evdev_force_feedback_status, 1),
};
const PROPERTY_MAX = 0x1f;
const EVENT_TYPES = 32;
const AXES = 64;
const eventNames = new Map<number, string>(constants.evdev_types.entries.map(([name, value]) => [value, name]));
const axisNames = new Map<number, string>(constants.evdev_absolute.entries.map(([name, value]) => [value, name]));
const hexText = (value: number): string => (value === 0 ? '0' : `0x${value.toString(16)}`);
const axisText = (number: number): string => axisNames.get(number) ?? `${hexText(number)} /* ABS_??? */`;
/** 0 stands for the types themselves, not for EV_SYN. */
const eventText = (number: number): string => (number === 0 ? '0' : (eventNames.get(number) ?? `${hexText(number)} /* EV_??? */`));

const BIT_COMMAND = 0x20;
const unnamed: TypeLike = out(address);
/** The bits of each type of event have a command of their own. */
const eventPatterns = Array.from({ length: EVENT_TYPES }, (_, type) =>
  numbered(
    'EVIOCGBIT',
    read,
    'E',
    BIT_COMMAND + type,
    1,
    (_index, code) => `${eventText(type)}, ${commandSize(code)}`,
    eventBits[eventNames.get(type) ?? ''] ?? unnamed,
  ),
);

const text = out(buffer(returned));

export const inputPatterns: readonly CommandPattern[] = [
  sized('EVIOCGNAME', read, 'E', 0x06, text),
  sized('EVIOCGPHYS', read, 'E', 0x07, text),
  sized('EVIOCGUNIQ', read, 'E', 0x08, text),
  sized('EVIOCGPROP', read, 'E', 0x09, bitSet(constants.evdev_properties, PROPERTY_MAX)),
  sized('EVIOCGMTSLOTS', read, 'E', 0x0a, multitouchSlots),
  sized('EVIOCGKEY', read, 'E', 0x18, eventBits.EV_KEY),
  sized('EVIOCGLED', read, 'E', 0x19, eventBits.EV_LED),
  sized('EVIOCGSND', read, 'E', 0x1a, eventBits.EV_SND),
  sized('EVIOCGSW', read, 'E', 0x1b, eventBits.EV_SW),
  ...eventPatterns,
  numbered('EVIOCGABS', read, 'E', 0x40, AXES, axisText, outStruct(axis)),
  numbered('EVIOCSABS', write, 'E', 0xc0, AXES, axisText, ptr(axis)),
  sized('HIDIOCGRAWNAME', read, 'H', 0x04),
  sized('HIDIOCGRAWPHYS', read, 'H', 0x05),
  sized('HIDIOCSFEATURE', read, 'H', 0x06),
  sized('HIDIOCSFEATURE', readWrite, 'H', 0x06),
  sized('HIDIOCGFEATURE', readWrite, 'H', 0x07),
  sized('HIDIOCGRAWUNIQ', read, 'H', 0x08),
  sized('HIDIOCGPHYS', read, 'H', 0x12),
  sized('UI_GET_SYSNAME', read, 'U', 0x2c),
  sized('JSIOCGNAME', read, 'j', 0x13),
  sized('SPI_IOC_MESSAGE', write, 'k', 0x00),
];
