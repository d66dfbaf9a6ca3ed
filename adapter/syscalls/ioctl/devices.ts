/** GPIO lines and trusted execution environments (linux/gpio.h, linux/tee.h). */
import type { Place } from '../../decode/place.js';
import { constants } from '../generated/constants.gen.js';
import { countedArray, countedBy } from '../types/countedArray.js';
import { fdU32 } from '../types/fd.js';
import { enumeration, flags } from '../types/flags.js';
import { address64, hex32, hex64, int, u8, u64, unsignedInt } from '../types/ints.js';
import { inlineArray, ptr } from '../types/pointers.js';
import { stringField } from '../types/stringField.js';
import { field, hidden, pad, spread, struct } from '../types/struct.js';
import { type Commands, command } from './command.js';
import { becoming, outStruct, part } from './filled.js';
import { teeMessageCommands } from './teeMessages.js';

const rest = { unlessZero: true };
const LINES = 64;
const name = stringField(32);

const chip = struct('gpiochip_info', [field('name', name), field('label', name), field('lines', unsignedInt)]);
const line = struct('gpioline_info', [
  field('line_offset', unsignedInt),
  field('flags', flags(constants.gpio_line_flags)),
  field('name', name),
  field('consumer', name),
]);
const handleFlags = flags(constants.gpio_handle_flags);
const handle = struct('gpiohandle_request', [
  field('lineoffsets', countedArray(unsignedInt, LINES, countedBy('lines'))),
  field('flags', handleFlags),
  field('default_values', countedArray(u8, LINES, countedBy('lines'))),
  field('consumer_label', name),
  field('lines', unsignedInt),
  field('fd', fdU32),
]);
const event = struct('gpioevent_request', [
  field('lineoffset', unsignedInt),
  field('handleflags', handleFlags),
  field('eventflags', flags(constants.gpio_event_flags)),
  field('consumer_label', name),
  field('fd', fdU32),
]);
const values = struct('gpiohandle_data', [field('values', countedArray(u8, LINES))]);
const configuration = struct('gpiohandle_config', [field('flags', handleFlags), field('default_values', countedArray(u8, LINES)), pad(16, 4)]);
const unwatched = struct('__u32', [field('offset', unsignedInt)]);

/** Attributes of lines, second version of the interface: the kernel has room for ten. */
const ATTRIBUTES = 10;
const [FLAGS, VALUES, DEBOUNCE] = [1, 2, 3];
const lineFlags = flags(constants.gpio_v2_line_flags, 'u64');
const lineAttribute = struct('gpio_v2_line_attribute', [field('id', unsignedInt), field('padding', hex32, rest), field('data', hex64)]);
const is = (id: number) => (place: Place) => Number(place.sibling('id') ?? 0) === id;
const known = (place: Place): boolean => [FLAGS, VALUES, DEBOUNCE].some((id) => is(id)(place));
/** What an attribute holds, by its id; one that is not known is shown as it lies there. */
const attributeValue = struct(
  'gpio_v2_line_attribute',
  [
    // Whole, with what is reserved behind it: that must be 0.
    hidden('id', u64),
    field('attr', lineAttribute, { when: (place) => !known(place) }),
    spread(struct('value', [pad(8, 8), field('flags', lineFlags, { when: is(FLAGS) })])),
    spread(struct('value', [pad(8, 8), field('values', hex64, { when: is(VALUES) })])),
    spread(struct('value', [pad(8, 8), field('debounce_period_us', unsignedInt, { when: is(DEBOUNCE) })])),
  ],
  { union: true },
);
const configuredAttribute = struct('gpio_v2_line_config_attribute', [spread(attributeValue), field('mask', hex64)]);
const lineConfiguration = struct('gpio_v2_line_config', [
  field('flags', lineFlags),
  field('num_attrs', unsignedInt),
  field('padding', inlineArray(hex32, 5), rest),
  field('attrs', countedArray(configuredAttribute, ATTRIBUTES, countedBy('num_attrs')), { when: (place) => Number(place.sibling('num_attrs') ?? 0) > 0 }),
]);
const lineInfo = struct('gpio_v2_line_info', [
  field('name', name),
  field('consumer', name),
  field('offset', unsignedInt),
  field('num_attrs', unsignedInt),
  field('flags', lineFlags),
  field('attrs', countedArray(lineAttribute, ATTRIBUTES, countedBy('num_attrs')), { when: (place) => Number(place.sibling('num_attrs') ?? 0) > 0 }),
  field('padding', inlineArray(hex32, 4), rest),
]);
const lineRequest = struct('gpio_v2_line_request', [
  field('offsets', countedArray(unsignedInt, LINES, countedBy('num_lines'))),
  field('consumer', name),
  field('config', lineConfiguration),
  field('num_lines', unsignedInt),
  field('event_buffer_size', unsignedInt, rest),
  field('padding', inlineArray(hex32, 5), rest),
  field('fd', fdU32),
]);
const lineValues = struct('gpio_v2_line_values', [field('bits', hex64), field('mask', hex64)]);

const OPTEE = 1;
const teeVersion = struct('tee_ioctl_version_data', [
  field('impl_id', enumeration(constants.tee_implementations)),
  spread(
    struct(
      'impl_caps',
      [
        field('impl_caps', flags(constants.tee_optee_capabilities), { when: (place) => place.sibling('impl_id') === OPTEE }),
        { ...field('impl_caps', hex32, { when: (place) => place.sibling('impl_id') !== OPTEE }) },
      ],
      { union: true },
    ),
    'caps',
  ),
  field('gen_caps', flags(constants.tee_capabilities)),
]);
const teeMemoryFlags = flags(constants.tee_shm_flags);
const teeAllocation = struct('tee_ioctl_shm_alloc_data', [field('size', hex64), field('flags', teeMemoryFlags), field('id', int)]);
const teeRegistration = struct('tee_ioctl_shm_register_data', [
  field('addr', address64),
  field('length', hex64),
  field('flags', teeMemoryFlags),
  field('id', int),
]);
const teeCancel = struct('tee_ioctl_cancel_arg', [field('cancel_id', unsignedInt), field('session', hex32)]);
const teeClose = struct('tee_ioctl_close_session_arg', [field('session', hex32)]);

export const deviceCommands: Commands = [
  command('GPIO_GET_CHIPINFO_IOCTL', outStruct(chip)),
  command('GPIO_GET_LINEINFO_IOCTL GPIO_GET_LINEINFO_WATCH_IOCTL', becoming(line, 'line_offset', 'flags name consumer')),
  command('GPIO_GET_LINEINFO_UNWATCH_IOCTL', ptr(unwatched)),
  command('GPIO_GET_LINEHANDLE_IOCTL', becoming(handle, 'lines lineoffsets flags default_values consumer_label', 'fd')),
  command('GPIO_GET_LINEEVENT_IOCTL', becoming(event, 'lineoffset handleflags eventflags consumer_label', 'fd')),
  command('GPIOHANDLE_GET_LINE_VALUES_IOCTL', outStruct(values)),
  command('GPIOHANDLE_SET_LINE_VALUES_IOCTL', ptr(values)),
  command('GPIOHANDLE_SET_CONFIG_IOCTL', ptr(configuration)),
  command('GPIO_V2_GET_LINEINFO_IOCTL GPIO_V2_GET_LINEINFO_WATCH_IOCTL', becoming(lineInfo, 'offset', 'name consumer flags num_attrs attrs padding')),
  command('GPIO_V2_GET_LINE_IOCTL', becoming(lineRequest, 'num_lines offsets consumer config event_buffer_size padding', 'fd')),
  command('GPIO_V2_LINE_SET_CONFIG_IOCTL', ptr(lineConfiguration)),
  command('GPIO_V2_LINE_GET_VALUES_IOCTL', becoming(lineValues, 'mask', 'bits')),
  command('GPIO_V2_LINE_SET_VALUES_IOCTL', ptr(lineValues)),
  ...teeMessageCommands,
  command('TEE_IOC_VERSION', outStruct(part(teeVersion, 'impl_id gen_caps caps'))),
  command('TEE_IOC_SHM_ALLOC', becoming(teeAllocation, 'size flags', 'size flags id')),
  command('TEE_IOC_SHM_REGISTER', becoming(teeRegistration, 'addr length flags', 'length flags id')),
  command('TEE_IOC_CANCEL', ptr(teeCancel)),
  command('TEE_IOC_CLOSE_SESSION', ptr(teeClose)),
];
