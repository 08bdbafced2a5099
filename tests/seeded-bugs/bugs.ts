import type { SeededBug } from './seeded-bug.ts'

/**
 * Mistakes of the kind that real systems ship. A test that no mistake can fail proves nothing, so each of
 * these has to be noticed, by the rule that it breaks.
 */
export const SEEDED_BUGS: readonly SeededBug[] = [
  {
    name: 'the office decides repeated actions again',
    edits: [
      {
        file: 'sync-server/sync/place-in-log.ts',
        find: 'fresh: request.actions.filter((action) => action.seq > lastSeq),',
        replace: 'fresh: request.actions,',
      },
      {
        file: 'sync-server/sync/place-in-log.ts',
        find: 'replayed: stored.map((row) => ({ ...receiptOf(row), replayed: true })),',
        replace: 'replayed: [],',
      },
    ],
    catcher: { kind: 'simulation', rules: ['I3', 'I4', 'FACT-1', 'PUSH-2'], withinRuns: 10 },
  },
  {
    name: 'the bench says recorded though the commit failed',
    edits: [
      {
        file: 'main/bench.ts',
        find: `      onTrouble(\`could not record \${input.kind}: \${String(error)}\`)
      return null`,
        replace: `      onTrouble(\`could not record \${input.kind}: \${String(error)}\`)
      return { became: 'action', firstSeq: log.lastSeq + 1, lastSeq: log.lastSeq + 1 }`,
      },
    ],
    catcher: { kind: 'simulation', rules: ['I1'], withinRuns: 10 },
  },
  {
    name: 'the pull cursor is off by one',
    edits: [
      {
        file: 'sync-server/sync/pull.ts',
        find: 'AND seq > ${cursor}',
        replace: 'AND seq > ${cursor + Math.min(cursor, 1)}',
      },
    ],
    catcher: { kind: 'simulation', rules: ['I7', 'I8'], withinRuns: 10 },
  },
  {
    name: 'a fact is refused',
    edits: [
      {
        file: 'sync-server/sync/decide-batch.ts',
        find: "outcome: first === undefined ? 'accepted' : 'excepted',",
        replace: "outcome: first === undefined ? 'accepted' : 'refused',",
      },
    ],
    catcher: { kind: 'simulation', rules: ['FACT-1'], withinRuns: 10 },
  },
  {
    name: 'benches are not told what leaves their scope',
    edits: [
      {
        file: 'sync-server/sync/pull.ts',
        find: '${cursor === 0 ? sql`AND in_scope` : sql``}',
        replace: 'AND in_scope',
      },
    ],
    catcher: { kind: 'simulation', rules: ['I8'], withinRuns: 10 },
  },
  {
    name: 'two benches are leased the same numbers',
    edits: [
      {
        file: 'sync-server/stations/number-ranges.ts',
        find: 'SET next_serial = s.next_serial + ${NUMBER_RANGE_SIZE}::bigint',
        replace: 'SET next_serial = s.next_serial',
      },
    ],
    catcher: { kind: 'simulation', rules: ['I15'], withinRuns: 10 },
  },
  {
    name: 'the step of the operator is not written with the action',
    edits: [
      {
        file: 'main/actions/submit-action.ts',
        find: 'if (step.state !== this.#state) log.setMeta',
        replace: 'if (step.state !== this.#state && entries.length !== 1) log.setMeta',
      },
    ],
    catcher: { kind: 'simulation', rules: ['I16'], withinRuns: 10 },
  },
  {
    name: 'goods that are promised already are promised again',
    edits: [
      {
        file: 'sync-server/inventory/available.ts',
        find: 'shelf.available += onHand - reserved',
        replace: 'shelf.available += onHand',
      },
      {
        file: 'sync-server/inventory/available.ts',
        find: 'shelf.lots.push({ lot, available: onHand - reserved, receivedAt })',
        replace: 'shelf.lots.push({ lot, available: onHand, receivedAt })',
      },
    ],
    catcher: {
      kind: 'suite',
      file: 'tests/suites/confirm-storm.test.ts',
      test: 'orders of many products in any order',
      rule: 'I5',
    },
  },
  {
    name: 'a delivery day is sold beyond its room',
    edits: [
      {
        file: 'sync-server/capacity/slots.ts',
        find: 'slot.reservedWeightGrams + burden.weightGrams <= slot.maxWeightGrams &&',
        replace: 'burden.weightGrams <= slot.maxWeightGrams &&',
      },
    ],
    catcher: {
      kind: 'suite',
      file: 'tests/suites/confirm-storm.test.ts',
      test: '500 intents posted once at once',
      rule: 'I5',
    },
  },
  {
    name: 'after a restore a bench does not send again',
    edits: [
      {
        file: 'main/sync/sync-state.ts',
        find: 'return { ...state, epoch, ackedSeq, knownHead: 0, durableSeq: 0, resend }',
        replace: 'return { ...state, epoch, knownHead: 0, durableSeq: 0, resend }',
      },
    ],
    catcher: {
      kind: 'suite',
      file: 'tests/suites/chaos-restore.test.ts',
      test: 'an hour-old copy of the disk',
      rule: 'I12',
    },
  },
  {
    name: 'a log that says something else is taken for the one that was stored',
    edits: [
      {
        file: 'sync-server/sync/place-in-log.ts',
        find: 'if (fromSeq === station.lastSeq + 1) return prevHash === station.lastHash ? null : station.lastSeq',
        replace: 'if (fromSeq === station.lastSeq + 1) return null',
      },
      {
        file: 'sync-server/sync/place-in-log.ts',
        find: 'return differing?.seq ?? null',
        replace: 'return differing === undefined ? null : null',
      },
    ],
    catcher: {
      kind: 'suite',
      file: 'tests/suites/push.test.ts',
      test: 'another log under the same seq is a fork',
      rule: 'ID-2',
    },
  },
  {
    name: 'a commit is not waited for by the disk',
    edits: [
      {
        file: 'main/store/open-database.ts',
        find: "db.pragma('synchronous = FULL')",
        replace: "db.pragma('synchronous = NORMAL')",
      },
      {
        file: 'main/store/open-database.ts',
        find: 'synchronous !== 2',
        replace: 'synchronous !== 1',
      },
    ],
    catcher: {
      kind: 'suite',
      file: 'tests/suites/power-cut.test.ts',
      test: 'first shift',
      rule: 'I1',
    },
  },
  {
    name: 'rows of stock are locked in any order',
    edits: [
      {
        file: 'sync-server/inventory/move-stock.ts',
        find: 'ORDER BY t.sku, t.lot',
        replace: 'ORDER BY random()',
      },
      {
        file: 'sync-server/inventory/lock-stock.ts',
        find: "    .orderBy('sku')\n    .orderBy('lot')",
        replace: '    .orderBy(sql`random()`)',
      },
    ],
    catcher: {
      kind: 'suite',
      file: 'tests/suites/lock-order.test.ts',
      test: 'never wait for each other in a circle',
      rule: 'I5',
    },
  },
  {
    name: 'the feed is numbered before whoever was first has committed',
    edits: [
      {
        file: 'sync-server/store/migrations/0001_first.sql',
        find: 'CREATE TABLE warehouse_head (',
        replace: 'CREATE SEQUENCE naive_feed;\nCREATE TABLE warehouse_head (',
      },
      {
        file: 'sync-server/sync/documents.ts',
        find: `UPDATE warehouse_head SET head = head + \${rows.length}::bigint WHERE warehouse = \${warehouse}
      RETURNING head - \${rows.length}::bigint AS base`,
        replace: `UPDATE warehouse_head SET head = greatest(head, taken.base + \${rows.length}::bigint)
      FROM (SELECT setval('naive_feed', nextval('naive_feed') + \${rows.length}::bigint)
        - \${rows.length}::bigint AS base) taken
      WHERE warehouse = \${warehouse} RETURNING taken.base`,
      },
    ],
    catcher: {
      kind: 'suite',
      file: 'tests/suites/many-writers.test.ts',
      test: 'the feed loses nothing under eight writers',
      rule: 'I9',
    },
  },
]
