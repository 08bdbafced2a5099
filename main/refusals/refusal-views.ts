import { parseAction } from '#contract/actions/index.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { RefusalView } from '#contract/rpc/refusal-view.ts'
import { subjectOf } from '../rpc/subject.ts'
import { amendableOf } from './replacement.ts'
import type { OpenRefusal } from './refusals.ts'

/** What a supervisor sees of one refusal. */
export function refusalView(refusal: OpenRefusal, read: DocumentReader): RefusalView {
  const { seq, id, body, code, detail } = refusal
  return {
    seq,
    id,
    type: body.type,
    at: body.occurredAt,
    operatorId: body.operatorId,
    subject: subjectOf(body.payload, read),
    code,
    why: `answer.${code}`,
    detail,
    canRetry: parseAction(body).ok,
    amendable: amendableOf(body),
  }
}
