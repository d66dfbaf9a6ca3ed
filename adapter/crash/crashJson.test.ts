import { expect, test } from 'vitest';
import schema from './crash.schema.json' with { type: 'json' };
import { crashSignalNames } from './crashSignals.js';
import { diagnosisKinds } from './diagnosis.js';

test('C9: the schema knows every cause and every signal', () => {
  expect(schema.properties.cause.properties.kind.enum).toEqual(diagnosisKinds);
  expect(schema.properties.signal.enum).toEqual(crashSignalNames);
});
