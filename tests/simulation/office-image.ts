import { sql } from 'kysely'
import type { Store } from '../../sync-server/store/index.ts'

/** Where the copy of the office's tables is kept, out of the way of everything that reads them. */
const IMAGE = 'simulated_backup'

const OWN_TABLES = `SELECT tablename::text FROM pg_tables
  WHERE schemaname = 'public' AND tablename <> 'migration'`

/** Empties every table and counter, so that one database serves run after run. */
export async function emptyDatabase(store: Store): Promise<void> {
  await runBlock(
    store,
    `EXECUTE 'DROP SCHEMA IF EXISTS ${IMAGE} CASCADE';
    EXECUTE 'TRUNCATE ' || (SELECT string_agg(format('public.%I', t), ', ') FROM (${OWN_TABLES}) own (t))
      || ' RESTART IDENTITY CASCADE';
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
      EXECUTE format('ALTER SEQUENCE public.%I RESTART', name);
    END LOOP;`,
  )
}

/** A backup of everything the office holds at this moment. */
export async function saveImage(store: Store): Promise<void> {
  await runBlock(
    store,
    `EXECUTE 'DROP SCHEMA IF EXISTS ${IMAGE} CASCADE';
    EXECUTE 'CREATE SCHEMA ${IMAGE}';
    FOR name IN ${OWN_TABLES} LOOP
      EXECUTE format('CREATE TABLE ${IMAGE}.%I AS TABLE public.%I', name, name);
    END LOOP;
    EXECUTE 'CREATE TABLE ${IMAGE}.counter AS SELECT sequencename::text AS name, last_value
      FROM pg_sequences WHERE schemaname = ''public''';`,
  )
}

/**
 * The office as the backup has it. On a new timeline the database has another identity than the one it
 * remembers, as after a promoted standby; on the same one nothing in it says that anything is missing. Whoever restores starts the database's server.
 */
export async function restoreImage(store: Store, timeline: 'same' | 'new'): Promise<void> {
  await runBlock(
    store,
    `SET LOCAL session_replication_role = replica;
    EXECUTE 'TRUNCATE ' || (SELECT string_agg(format('public.%I', t), ', ') FROM (${OWN_TABLES}) own (t))
      || ' CASCADE';
    FOR name IN ${OWN_TABLES} LOOP
      SELECT string_agg(quote_ident(column_name), ', ') INTO columns
      FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = name AND is_generated = 'NEVER';
      EXECUTE format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM ${IMAGE}.%I',
        name, columns, columns, name);
    END LOOP;
    FOR name, counted IN SELECT c.name, c.last_value FROM ${IMAGE}.counter c LOOP
      IF counted IS NULL THEN EXECUTE format('ALTER SEQUENCE public.%I RESTART', name);
      ELSE PERFORM setval(format('public.%I', name), counted);
      END IF;
    END LOOP;
    UPDATE public.office SET database_started = 'before';
    ${timeline === 'new' ? "UPDATE public.office SET cluster_identity = 'before';" : ''}`,
  )
}

/** One statement for the database, however many tables it has. */
async function runBlock(store: Store, body: string): Promise<void> {
  await store.transaction((tx) =>
    sql
      .raw(`DO $block$ DECLARE name text; columns text; counted bigint; BEGIN ${body} END $block$`)
      .execute(tx),
  )
}
