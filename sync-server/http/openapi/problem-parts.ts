import { problemExamples } from '#contract/http/examples/problem-examples.ts'
import { OrderInTheWay } from '#contract/http/capacity-routes.ts'
import { PROBLEMS, type ProblemCode } from '#contract/http/problems.ts'
import { commonProblems, type RouteDefinition } from '#contract/http/route.ts'
import { toSchema, type JsonSchema } from './to-schema.ts'

const CODES = Object.keys(PROBLEMS) as ProblemCode[]

/** Headers that answers of one status carry besides the number of the request. */
const HEADERS_OF: Readonly<Record<number, string>> = {
  401: 'WWW-Authenticate',
  429: 'Retry-After',
  503: 'Retry-After',
}

/** Every bad answer of one operation, by status, with an example of each code. */
export function problemResponses(route: RouteDefinition): JsonSchema {
  const byStatus = Map.groupBy(
    new Set([...route.problems, ...commonProblems(route)]),
    (code) => PROBLEMS[code].status,
  )
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, responseOf(codes)]))
}

/** The schema of all problems; its description says of each code when it is given. */
export function problemSchema(): JsonSchema {
  return {
    type: 'object',
    description: problemTable(),
    required: ['type', 'title', 'status', 'code', 'detail'],
    properties: {
      type: { type: 'string', description: '`urn:loadline:problem:` and the code.' },
      title: { type: 'string', description: 'The same for every problem of this code.' },
      status: { type: 'integer', description: 'The status of the answer.' },
      code: { type: 'string', enum: CODES, description: 'What programs look at; never renamed.' },
      detail: { type: 'string', description: 'What happened here, for people.' },
      errors: {
        type: 'array',
        description: 'Each place that is wrong, as `lineItems[0].quantity`; the first 20.',
        items: {
          type: 'object',
          required: ['path', 'message'],
          properties: { path: { type: 'string' }, message: { type: 'string' } },
        },
      },
      requestId: { type: 'string', description: 'As in the header `X-Request-Id`.' },
      orders: {
        type: 'array',
        description: 'Of `below-reserved`: the newest orders that hold what is reserved.',
        items: toSchema(OrderInTheWay, 'output'),
      },
      expectedSeq: { type: 'integer', description: 'Of `gap`: where to go on.' },
      seq: { type: 'integer', description: 'Of `fork`: where the two logs part.' },
      epoch: { type: 'string', description: 'Of `epoch`: the one that counts now.' },
      lastSeq: { type: 'integer', description: 'Of `epoch`: the last action the office has.' },
    },
  }
}

/** Examples by the names that answers point to. */
export function problemComponents(): JsonSchema {
  return Object.fromEntries(
    CODES.map((code) => {
      const { title, meaning } = PROBLEMS[code]
      return [code, { summary: title, description: meaning, value: problemExamples[code] }]
    }),
  )
}

function responseOf(codes: readonly ProblemCode[]): JsonSchema {
  const [first] = codes
  const more = first === undefined ? undefined : HEADERS_OF[PROBLEMS[first].status]
  const headers = ['X-Request-Id', ...(more === undefined ? [] : [more])]
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
    headers: headerRefs(headers),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(
          codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
        ),
      },
    },
  }
}

/** Headers of an answer, by the names they are described under. */
export function headerRefs(names: readonly string[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

/** A table in Markdown: code, status, and when it is given. */
function problemTable(): string {
  const rows = CODES.map((code) => {
    const { status, title, meaning } = PROBLEMS[code]
    return `| \`${code}\` | ${status} | ${title}. ${meaning} |`
  })
  return [
    'What goes wrong, as RFC 9457 has it. Programs look at `code`, people read `title` and `detail`;',
    'some codes carry members of their own. A call that ends in a problem has changed nothing, but for',
    'a payment that came too late.',
    '',
    '| code | status | when, and what to do |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n')
}
