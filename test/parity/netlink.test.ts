/** T6, T7: netlink messages of each kind, with attributes of all types in different lengths, line by line as strace prints them. */
import { describe, expect, test } from 'vitest';
import { newerConstantsByHeader } from '../../adapter/syscalls/generate/newerConstants.js';
import { compileFamily } from './familyPrograms.js';
import { runBoth } from './runBoth.js';

/** Names that are newer than strace 6.1: lines with them, and with the numbers that it prints. */
const newer =
  /RTM_(?:SETSTATS|(?:NEW|DEL|GET)TUNNEL)|RTM_\?\?\?|MDBA_ROUTER_PATTR|nlmsg_type=0x(?:5f|7[89ab]),|MDBA_ROUTER_PORT|nlmsg_type=0x56,|RTM_(?:NEW|DEL)(?:MULTI|ANY)CAST|nlmsg_type=0x3[89cd],/;

/** Attributes that are newer, as strace 6.1 prints them. */
const older: readonly (readonly [RegExp, string])[] = Object.entries({
  ...newerConstantsByHeader['linux/if_link.h'],
  ...newerConstantsByHeader['linux/rtnetlink.h'],
}).flatMap(([name, [value]]) => {
  const number = `0x${value.toString(16)}`;
  const unknown = `${number} /* ${name.replace(/_.*/, '')}_??? */`;
  return [
    [new RegExp(`${number} /\\* ${name} \\*/`, 'g'), unknown],
    [new RegExp(`\\b${name}\\b`, 'g'), unknown],
  ] as const;
});

function expectEqual(name: string, options: readonly string[], least: number, argument?: string): void {
  const both = runBoth(['-e', 'trace=sendto', ...options], [compileFamily(name), ...(argument === undefined ? [] : [argument])], { drop: newer, scrub: older });
  expect(both.oursLines).toEqual(both.peerLines);
  expect(both.peerLines.length).toBeGreaterThan(least);
}

describe('T6, T7: netlink', () => {
  for (const options of [[], ['-X', 'raw'], ['-X', 'verbose'], ['-s', '0']]) {
    test(`T6, T7: one attribute ${options.join(' ')}`, () => expectEqual('netlink', options, 1500), 60_000);
  }
  for (const options of [[], ['-X', 'raw']]) {
    test(`T6, T7: every type of message ${options.join(' ')}`, () => expectEqual('netlinkMessages', options, 5_000), 120_000);
    test(`T6, T7: nested attributes ${options.join(' ')}`, () => expectEqual('netlinkNested', ['-v', '-s', '2000', ...options], 5_000), 120_000);
  }
  test('T6, T7: attributes nested twice', () => expectEqual('netlinkNested', ['-v', '-s', '2000'], 1_000, 'twice'), 120_000);
});
