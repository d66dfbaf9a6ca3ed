import type { ConfigurationOf, Fields } from '../protocol/configurationField.js';
import { validateConfiguration } from '../protocol/validateConfiguration.js';
import { badConfiguration } from './errors.js';

/** Throws one DapError that names every bad field. */
export function checkedConfiguration<T extends Fields>(fields: T, given: unknown): ConfigurationOf<T> {
  const result = validateConfiguration(fields, given);
  if (!result.ok) throw badConfiguration(result.problems);
  return result.configuration;
}
