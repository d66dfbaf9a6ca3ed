/** The decoded value of an argument, in the JSON of adapter/decode/valueJson.ts, as a tree of labels and texts. */
import type { Json } from '../../adapter/protocol/json.js';

export interface ValueNode {
  readonly label: string;
  readonly text: string;
  /** What the colour of the text says. */
  readonly look: 'number' | 'string' | 'symbol' | 'plain';
  readonly children: readonly ValueNode[];
}

/** Longest text of a node: structures beyond it are cut, for their parts are below. */
const textLimit = 120;
/** Most bytes of a buffer shown as hex. */
const bytesLimit = 1024;
const bytesPerLine = 16;

type JsonObject = { readonly [key: string]: Json };

/** Makes the tree of one value. Never throws: what it does not know is shown as JSON. */
export function toNode(label: string, value: Json): ValueNode {
  if (!isObject(value)) return leaf(label, value === null ? '?' : typeof value === 'string' ? value : JSON.stringify(value), 'plain');
  switch (value.type) {
    case 'int':
      return leaf(label, inBase(value.value ?? 0, value.base), 'number');
    case 'address':
      return leaf(label, value.value === null ? 'NULL' : plain(value.value), 'number');
    case 'enum':
      return typeof value.name === 'string' ? leaf(label, value.name, 'symbol') : leaf(label, inBase(value.value ?? 0, 16), 'number');
    case 'flags':
      return leaf(label, flagsText(value), 'symbol');
    case 'string':
      return stringNode(label, value);
    case 'fd':
      return leaf(label, `${plain(value.name ?? value.value)}${typeof value.target === 'string' ? `<${value.target}>` : ''}`, 'number');
    case 'struct':
      return structNode(label, value);
    case 'array':
      return arrayNode(label, value);
    case 'set':
      return leaf(label, `${value.inverted === true ? '~' : ''}[${list(value.members).map(plain).join(' ')}]`, 'symbol');
    case 'call':
      return callNode(label, value);
    case 'change':
      return changeNode(label, value);
    case 'raw':
      return leaf(label, plain(value.text), 'plain');
    default:
      return leaf(label, JSON.stringify(value), 'plain');
  }
}

const leaf = (label: string, text: string, look: ValueNode['look']): ValueNode => ({ label, text, look, children: [] });
const branch = (label: string, text: string, children: readonly ValueNode[]): ValueNode => ({ label, text: cut(text), look: 'plain', children });
const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const plain = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
const cut = (text: string): string => (text.length > textLimit ? `${text.slice(0, textLimit)}…` : text);

/** Integers come as numbers, or as decimal strings where a number could not hold them. */
function asBigInt(value: Json | undefined): bigint | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}

function inBase(value: Json, base: Json | undefined): string {
  const integer = asBigInt(value);
  if (integer === undefined) return plain(value);
  if (base === 16) return integer < 0n ? `-0x${(-integer).toString(16)}` : `0x${integer.toString(16)}`;
  return base === 8 && integer !== 0n ? `0${integer.toString(8)}` : integer.toString();
}

function flagsText(value: JsonObject): string {
  const parts = list(value.names).map(plain);
  const rest = asBigInt(value.rest);
  if (rest !== undefined && rest !== 0n) parts.push(`0x${rest.toString(16)}`);
  return parts.length > 0 ? parts.join('|') : '0';
}

function stringNode(label: string, value: JsonObject): ValueNode {
  const text = `${JSON.stringify(plain(value.text))}${value.cut === true ? '…' : ''}`;
  return { label, text, look: 'string', children: value.kind === 'path' ? [] : hexLines(bytesOf(value)) };
}

/** Offset, bytes in hex, and what they are as ASCII, sixteen a line. */
function hexLines(bytes: Uint8Array): ValueNode[] {
  const lines: ValueNode[] = [];
  for (let at = 0; at < Math.min(bytes.length, bytesLimit); at += bytesPerLine) {
    const line = bytes.slice(at, at + bytesPerLine);
    const hex = Array.from(line, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = Array.from(line, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(leaf(at.toString(16).padStart(4, '0'), `${hex.padEnd(bytesPerLine * 3 - 1)}  ${ascii}`, 'plain'));
  }
  if (bytes.length > bytesLimit) lines.push(leaf('…', '', 'plain'));
  return lines;
}

/** The text says it all unless there is base64. */
function bytesOf({ text, base64 }: JsonObject): Uint8Array {
  if (typeof base64 !== 'string') return new TextEncoder().encode(typeof text === 'string' ? text : '');
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

function structNode(label: string, value: JsonObject): ValueNode {
  const fields = value.fields ?? null;
  const children = Object.entries(isObject(fields) ? fields : {}).map(([name, field]) => toNode(name, field));
  // One without a name of its own has its position.
  const parts = children.map((child) => (child.label.startsWith('[') ? child.text : `${child.label}=${child.text}`));
  if (value.more === true) parts.push('…');
  return branch(label, `{${parts.join(', ')}}`, children);
}

function arrayNode(label: string, value: JsonObject): ValueNode {
  const children = list(value.items).map((item, index) => toNode(`[${index}]`, item));
  const parts = children.map(({ text }) => text);
  if (value.more === true) parts.push('…');
  return branch(label, `[${parts.join(', ')}]`, children);
}

function callNode(label: string, value: JsonObject): ValueNode {
  const parts = list(value.args).map((argument, index) => toNode(`[${index}]`, argument));
  return leaf(label, cut(`${plain(value.name)}(${parts.map(({ text }) => text).join(', ')})`), 'symbol');
}

function changeNode(label: string, value: JsonObject): ValueNode {
  const before = toNode('before', value.before ?? null);
  const after = toNode('after', value.after ?? null);
  return branch(label, `${before.text} → ${after.text}`, [before, after]);
}
