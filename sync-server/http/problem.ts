import {
  PROBLEMS,
  type ProblemBody,
  type ProblemCode,
  type ProblemError,
} from '#contract/http/problems.ts'

type ProblemExtras = {
  errors?: ProblemError[]
  /** Members of their own, as `expectedSeq` of a gap. */
  members?: Record<string, unknown>
  retryAfterSeconds?: number
}

/** A call that ends in a documented problem. Thrown inside a transaction it undoes it. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly extras: ProblemExtras

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail)
    this.name = 'Problem'
    this.code = code
    this.extras = extras
  }

  get status(): number {
    return PROBLEMS[this.code].status
  }

  body(requestId: string): ProblemBody {
    const { status, title } = PROBLEMS[this.code]
    return {
      type: `urn:loadline:problem:${this.code}`,
      title,
      status,
      code: this.code,
      detail: this.message,
      ...(this.extras.errors ? { errors: this.extras.errors } : {}),
      ...this.extras.members,
      requestId,
    }
  }
}

const ERRORS_SHOWN_MAX = 20

/** A 400 that names each place that is wrong. */
export function invalidRequest(errors: ProblemError[]): Problem {
  const [first] = errors
  const where = first?.path ? `${first.path}: ` : ''
  return new Problem('invalid-request', `${where}${first?.message ?? 'not understood'}`, {
    errors: errors.slice(0, ERRORS_SHOWN_MAX),
  })
}
