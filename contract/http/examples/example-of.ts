import type { z } from 'zod'
import type { OperationName, Routes } from '../routes.ts'

/**
 * One call as it could have happened: every parameter it knows, its body, and what it answers. A
 * member that is missing, or one that the call does not have, does not compile.
 */
export type ExampleOf<N extends OperationName> = ParametersOf<Routes[N]> &
  BodyOf<Routes[N]> & { answers: AnswersOf<Routes[N]['answers']> }

/** What an operation answers with one good status. */
export type AnswerOf<
  N extends OperationName,
  Status extends keyof Routes[N]['answers'],
> = ContentOf<Routes[N]['answers'][Status]>

type ParametersOf<Route> = (Route extends { params: infer Schema extends z.ZodType }
  ? { params: Whole<z.output<Schema>> }
  : unknown) &
  (Route extends { query: infer Schema extends z.ZodType }
    ? { query: Whole<z.output<Schema>> }
    : unknown)

/** Optional parameters are shown too. */
type Whole<T> = { [K in keyof T]-?: Exclude<T[K], undefined> }

type BodyOf<Route> = Route extends { body: infer Schema extends z.ZodType }
  ? { body: InputOf<Schema> }
  : unknown

/** Where anything may come in, what is made of it shows its shape. */
type InputOf<Schema extends z.ZodType> =
  unknown extends z.input<Schema> ? z.output<Schema> : z.input<Schema>

/** Answers with nothing in them, and pictures, have no example. */
type AnswersOf<Answers> = {
  [Status in keyof Answers as ContentOf<Answers[Status]> extends never ? never : Status]: ContentOf<
    Answers[Status]
  >
}

type ContentOf<Answer> = Answer extends { body: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : Answer extends { contentType: `text/${string}` }
    ? string
    : never
