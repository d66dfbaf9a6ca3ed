import { parseWordSet } from './wordSet.js';

/** A set of file descriptors as `-e read=` writes it. */
export class DescriptorSet {
  private constructor(
    private readonly members: ReadonlySet<number>,
    private readonly inverted: boolean,
  ) {}

  static readonly none = new DescriptorSet(new Set(), false);

  /** `[!]FD[,FD]…`, `all` or `none`. @throws UnknownWord */
  static parse(text: string): DescriptorSet {
    const inverted = text.startsWith('!');
    const rest = inverted ? text.slice(1) : text;
    if (rest === 'all' || rest === 'none') return new DescriptorSet(new Set(), (rest === 'all') !== inverted);
    const members = parseWordSet(rest, [], (word) => (/^\d+$/.test(word) && Number(word) <= MOST ? Number(word) : undefined));
    return new DescriptorSet(members, inverted);
  }

  has(fd: number): boolean {
    return this.members.has(fd) !== this.inverted;
  }

  get isEmpty(): boolean {
    return !this.inverted && this.members.size === 0;
  }
}

/** The largest int. */
const MOST = 0x7fff_ffff;
