import { accessSync, constants, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Frame } from '../symbols/frame.js';
import { type FrameColumns, filesOf, framesOf, shownFramesOf } from '../symbols/frameColumns.js';
import { frameJson } from '../symbols/frameJson.js';
import { frameText } from '../symbols/frameText.js';
import { SourceFinder } from '../symbols/sourceFinder.js';
import { SourceMap } from '../symbols/sourceMap.js';
import { type AddressLine, AddressLines, parseAddress } from './addressLines.js';
import { failure, usageError } from './cliError.js';
import { errnoWords } from './errnoWords.js';
import { newSymbolizer } from './openSymbolizer.js';
import type { SymbolizeSettings } from './symbolizeOptions.js';
import { writeAll } from './writeAll.js';

/** Addresses that are looked up together: so few that what is made of them is garbage before the young generation is full. */
const BATCH = 64;

type Columns = (addresses: BigUint64Array) => Promise<FrameColumns>;

/** Prints functions and source lines of the addresses in `operands`, else of those on stdin as they come. Returns the exit status. @throws CliError */
export async function symbolizeCommand(settings: SymbolizeSettings, operands: readonly string[], say: (message: string) => void): Promise<number> {
  const given = operands.map((text, index): AddressLine => {
    const address = parseAddress(text);
    if (address === undefined) throw usageError(`'${text}' is not an address in hexadecimal`);
    return { text, number: index + 1, address };
  });
  // V8 would let the young generation grow to 48 MB; nothing lives long here. It reads this flag whenever it might grow.
  setFlagsFromString('--semi-space-growth-factor=1');
  const columns = openSource(settings, say);
  const answer = new Answers(settings, columns, say);
  try {
    if (given.length > 0) await answer.lines(given);
    else await fromStdin(answer);
  } catch (error) {
    // The reader of our output has gone, as `head` does.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
  return answer.refused > 0 ? 1 : 0;
}

async function fromStdin(answer: Answers): Promise<void> {
  const lines = new AddressLines();
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) await answer.lines(lines.push(chunk as string));
  await answer.lines(lines.end());
}

/** How addresses are looked up. */
function openSource(settings: SymbolizeSettings, say: (message: string) => void): Columns {
  const { pid, exe } = settings;
  if ((pid === undefined) === (exe === undefined)) throw usageError('must have one of --pid PID and --exe FILE');
  const symbolizer = newSymbolizer(settings, say);
  /** With all that symbol servers have. */
  const complete = async (look: Columns, addresses: BigUint64Array) => {
    let columns = await look(addresses);
    while (await symbolizer.fetched()) columns = await look(addresses);
    return columns;
  };
  if (pid !== undefined) {
    // Read again for each batch: libraries come and go while the process runs.
    readMaps(pid);
    return (addresses) => complete((wanted) => symbolizer.columns(readMaps(pid), wanted, pid), addresses);
  }
  const file = exe ?? '';
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw failure(`cannot read '${file}': ${errnoWords(error)}`);
  }
  const inFile: Columns = async (addresses) => {
    const columns = await symbolizer.fileColumns(file, addresses);
    if (columns === undefined) throw failure(`'${file}' is not an ELF file of this machine`);
    return columns;
  };
  return (addresses) => complete(inFile, addresses);
}

function readMaps(pid: number): Uint8Array {
  try {
    return readFileSync(`/proc/${pid}/maps`);
  } catch (error) {
    throw failure(
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? `process ${pid} does not exist` : `cannot look into process ${pid}: ${errnoWords(error)}`,
    );
  }
}

/** Looks up lines and prints what is found, in their order. */
class Answers {
  refused = 0;
  readonly #sourceMap: SourceMap;

  constructor(
    private readonly settings: SymbolizeSettings,
    private readonly columns: Columns,
    private readonly say: (message: string) => void,
  ) {
    this.#sourceMap = new SourceMap(settings.sourceMap, settings.sourcePath.length === 0 ? undefined : new SourceFinder(settings.sourcePath));
  }

  async lines(lines: readonly AddressLine[]): Promise<void> {
    // Answers go out as they are made, and little is kept in memory.
    for (let at = 0; at < lines.length; at += BATCH) await this.#batch(lines.slice(at, at + BATCH));
  }

  async #batch(lines: readonly AddressLine[]): Promise<void> {
    const wanted = BigUint64Array.from(lines.flatMap(({ address }) => (address === undefined ? [] : [address])));
    const columns = await this.columns(wanted);
    await this.#sourceMap.prepare(filesOf(columns));
    const answers = this.settings.json
      ? framesOf(columns, wanted, this.#sourceMap).map((frames, index) => jsonLine(wanted[index] ?? 0n, frames))
      : shownFramesOf(columns, this.#sourceMap).map((frames, index) => frameText(hex(wanted[index] ?? 0n), frames));
    let at = 0;
    let text = '';
    for (const line of lines) text += line.address === undefined ? this.#refuse(line) : (answers[at++] ?? '');
    writeAll(1, text);
  }
  #refuse({ text, number }: AddressLine): string {
    this.refused++;
    this.say(`line ${number}: ${JSON.stringify(text)} is not an address in hexadecimal`);
    return this.settings.json ? `${JSON.stringify({ input: text, error: 'not an address in hexadecimal' })}\n` : '??\n';
  }
}

function jsonLine(address: bigint, frames: readonly Frame[]): string {
  return `${JSON.stringify({ address: hex(address), frames: frames.map(frameJson) })}\n`;
}

function hex(address: bigint): string {
  return `0x${address.toString(16)}`;
}
