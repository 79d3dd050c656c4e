import { z } from 'zod';
import { scenarioSchema } from './scenario-schema.ts';

/** What editors need to complete and check a scenario (JSON Schema 2020-12), from the one schema that reads it. */
export function scenarioJsonSchema(): object {
  return { title: 'A Seedbed scenario', ...z.toJSONSchema(scenarioSchema, { io: 'input' }) };
}
