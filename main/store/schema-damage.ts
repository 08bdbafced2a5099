import Database from 'better-sqlite3'

type Column = { table: string; name: string; type: string; needed: number; key: number }
type Trigger = { name: string; sql: string }

/**
 * What is wrong with a database's own description of itself, or null. SQLite keeps that as text, so that a
 * flipped bit can give a column another name: the file is whole to SQLite and to no statement of ours, and
 * some of those run for the first time hours after the start. What other tables and triggers there are is not
 * asked. Throws what SQLite says of a description that it can't read.
 *
 * @param schema - the statements that make an empty database of the layout that this one says it has
 */
export function damagedSchema(db: Database.Database, schema: string): string | null {
  const whole = new Database(':memory:')
  try {
    whole.exec(schema)
    const columns = new Set(columnsOf(db).map(textOf))
    const missing = columnsOf(whole).find((column) => !columns.has(textOf(column)))
    if (missing !== undefined)
      return `column ${missing.table}.${missing.name} is not as it was made`
    const made = new Map(triggersOf(whole).map(({ name, sql }) => [name, sql]))
    const other = triggersOf(db).find(({ name, sql }) => (made.get(name) ?? sql) !== sql)
    return other === undefined ? null : `trigger ${other.name} is not as it was made`
  } finally {
    whole.close()
  }
}

function columnsOf(db: Database.Database): Column[] {
  return db
    .prepare<[], Column>(
      `SELECT t.name AS "table", c.name AS name, c.type AS type, c."notnull" AS needed, c.pk AS key
       FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'`,
    )
    .all()
}

function triggersOf(db: Database.Database): Trigger[] {
  return db.prepare<[], Trigger>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all()
}

function textOf({ table, name, type, needed, key }: Column): string {
  return [table, name, type, needed, key].join('\n')
}
