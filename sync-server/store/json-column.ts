import type { ColumnType, Generated } from 'kysely'

/** jsonb reads parsed and is written as JSON text, the one form that both drivers take. */
export type Json<T> = ColumnType<T, string, string>
export type WithDefault<T> = Generated<T>
/** A column that the database numbers by itself. */
export type Numbered = ColumnType<number, never, never>
