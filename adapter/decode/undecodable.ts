/**
 * What stands in the comment of a value whose decoder failed on this record. A decoder that throws is a mistake of ours, but
 * what a tracee does must never end a trace: it costs the text of that one value, which says so.
 */
export const UNDECODABLE = 'cannot be decoded';
