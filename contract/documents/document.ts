import { z } from 'zod'
import { Load } from './load.ts'
import {
  ExceptionNote,
  NumberRange,
  Operator,
  Packaging,
  Product,
  Region,
  Warehouse,
} from './master-data.ts'
import { PickList } from './pick-list.ts'
import { Unit } from './unit.ts'

/** Every kind of document in the change feed and the schema of its body. */
export const documentSchemas = {
  warehouse: Warehouse,
  region: Region,
  packaging: Packaging,
  product: Product,
  operator: Operator,
  'number-range': NumberRange,
  'pick-list': PickList,
  unit: Unit,
  load: Load,
  exception: ExceptionNote,
} as const

export type DocumentKind = keyof typeof documentSchemas
export type DocumentOf<K extends DocumentKind> = z.infer<(typeof documentSchemas)[K]>

export const DOCUMENT_KINDS = Object.keys(documentSchemas) as readonly DocumentKind[]

/** Kinds that actions change; the rest is master data that only the office writes. */
export const WORKING_KINDS = ['pick-list', 'unit', 'load'] as const
export type WorkingKind = (typeof WORKING_KINDS)[number]

export type DocumentKey = { [K in DocumentKind]: { kind: K; id: string } }[DocumentKind]

/** A document's new body under its key. */
export type DocumentChange = {
  [K in WorkingKind]: { kind: K; id: string; doc: DocumentOf<K> }
}[WorkingKind]

/** Reads the current version of documents; the caller decides whether that is a view, a base or a batch. */
export type DocumentReader = {
  get<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> | undefined
}
