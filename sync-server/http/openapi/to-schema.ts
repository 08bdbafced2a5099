import { z } from 'zod'

/** JSON Schema 2020-12, which is the dialect of OpenAPI 3.1. */
export type JsonSchema = Record<string, unknown>

/** What a body may hold (`input`), or what an answer and a read parameter hold (`output`). */
export function toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, override: plain })
  return rest
}

/** Says things as a reader would, and nothing that an office of tomorrow could not keep. */
function plain({ jsonSchema: json }: { jsonSchema: JsonSchema }): void {
  // Members may be added to answers; whoever reads them strictly would break for nothing.
  if (json['additionalProperties'] === false) delete json['additionalProperties']
  if (json['maximum'] === Number.MAX_SAFE_INTEGER) delete json['maximum']
  if (json['minimum'] === Number.MIN_SAFE_INTEGER) delete json['minimum']
  if (json['format'] === 'date') {
    delete json['pattern']
    json['description'] ??= 'A calendar day, YYYY-MM-DD.'
  }
  const { pattern } = json
  if (typeof pattern === 'string') json['pattern'] = withoutClasses(pattern)
  if (json['format'] === 'date-time' && typeof pattern === 'string') {
    const isUtc = !pattern.includes('[+-]')
    delete json['pattern']
    if (isUtc) json['pattern'] = 'Z$'
    json['description'] ??= isUtc ? 'An instant in UTC.' : 'An instant with its offset.'
  }
}

/** Many readers know no Unicode classes; half a surrogate pair is in no UTF-8 anyway. */
function withoutClasses(pattern: string): string {
  return pattern.replaceAll('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f').replaceAll('\\p{Cs}', '')
}
