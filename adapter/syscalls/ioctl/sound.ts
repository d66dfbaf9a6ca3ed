/** Mixers of the Open Sound System (linux/soundcard.h): whatever the size of their argument. */
import { type CommandPattern, directions, numbered } from './commandPattern.js';

/** All numbers of the type. */
const ALL = 256;

export const soundPatterns: readonly CommandPattern[] = [
  numbered('MIXER_READ', directions.read, 'M', 0, ALL, String),
  numbered('MIXER_WRITE', directions.write, 'M', 0, ALL, String),
];
