import type { OptionSpec } from './getopt.js';

const WIDTH = 34;

/** The help text of `trace`: options by group, in the order of the table. */
export function optionHelp<S>(specs: readonly OptionSpec<S>[]): string {
  const groups = new Map<string, string[]>();
  for (const spec of specs) {
    if (spec.hidden === true) continue;
    const lines = groups.get(spec.group) ?? [];
    lines.push(line(spec));
    groups.set(spec.group, lines);
  }
  return [...groups].map(([group, lines]) => `${group}:\n${lines.join('\n')}\n`).join('\n');
}

function line<S>({ short, long, shortArgument, longArgument, argumentName, help }: OptionSpec<S>): string {
  const name = argumentName ?? 'VALUE';
  const [first] = long ?? [];
  const longText = first === undefined ? undefined : `--${first}${longArgument === undefined ? '' : longArgument === 'optional' ? `[=${name}]` : `=${name}`}`;
  const shortText = short === undefined ? undefined : `-${short}${shortArgument === undefined || first !== undefined ? '' : ` ${name}`}`;
  const spelling = `  ${[shortText, longText].filter((text) => text !== undefined).join(', ')}`;
  if (help === '') return spelling;
  return spelling.length < WIDTH ? `${spelling.padEnd(WIDTH)}${help}` : `${spelling}\n${' '.repeat(WIDTH)}${help}`;
}
