import type { LineVocabulary } from '../decode/lineOptions.js';
import { mentionFilter } from '../filter/mentions.js';
import type { RecordCursor } from '../record/recordCursor.js';
import { StyledTables } from '../syscalls/styledTable.js';
import type { TraceSettings } from './settings.js';
import { tracedPaths } from './tracedPaths.js';

/** The syscall tables as -e raw=, verbose=, abbrev=, -s CALL=N and -N ask to see them. */
export const styledTables = (settings: TraceSettings): StyledTables => new StyledTables(settings, settings.decode);

/** `base`, with those tables. */
export function styledVocabulary(base: LineVocabulary, settings: TraceSettings): LineVocabulary {
  const tables = styledTables(settings);
  return { ...base, syscall: (abi, nr) => tables.syscall(abi, nr) };
}

/** Whether calls are chosen by what they are about (-P, -e fd=). */
export const isMentionFiltered = ({ paths, descriptors }: TraceSettings): boolean => paths.length > 0 || descriptors !== undefined;

/** Whether the call at whose entry the cursor stands is about a path of -P or a descriptor of -e fd=. `say` hears what the paths resolve to. */
export function mentions(settings: TraceSettings, vocabulary: LineVocabulary, say: (message: string) => void): (cursor: RecordCursor) => boolean {
  const { paths, descriptors, quiet, decode } = settings;
  const resolved = tracedPaths(paths, quiet.has('path-resolution') ? () => undefined : say);
  const filter = mentionFilter({ paths: resolved, descriptors: descriptors ?? { has: () => false } }, decode);
  return (cursor) => filter(cursor, vocabulary.syscall(cursor.abi, cursor.nr));
}
