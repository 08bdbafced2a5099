import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROBLEMS } from '#contract/http/problems.ts'
import { createMetrics } from '../../sync-server/http/metrics.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'

const ROOT = join(import.meta.dirname, '../..')
const RULES = join(ROOT, 'resources/alerts/loadline.rules.yml')
const RUNBOOKS = join(ROOT, 'docs/runbooks')

type Alert = { name: string; expr: string; severity: string; runbook: string; summary: string }

const alerts = readAlerts(readFileSync(RULES, 'utf8'))
const { registry } = createMetrics()

/** The file is YAML of one shape, and this reads that shape and no other. */
function readAlerts(text: string): Alert[] {
  return text
    .split(/^ {6}- alert: /m)
    .slice(1)
    .map((part) => {
      const one = (pattern: RegExp) => pattern.exec(part)?.[1]?.trim() ?? ''
      const folded = one(/^ {8}expr: >-\n((?: {10}.*\n)+)/m)
      return {
        name: one(/^(\w+)$/m),
        expr: folded === '' ? one(/^ {8}expr: (.+)$/m) : folded.replaceAll(/\s+/g, ' '),
        severity: one(/severity: (\w+)/),
        summary: one(/summary: (.+)$/m),
        runbook: one(/runbook_url: (\S+)/),
      }
    })
}

type Use = { metric: string; labels: { name: string; op: string; value: string }[] }

/** Each metric that an expression names, with what it asks of its labels. */
function usesIn(expr: string): Use[] {
  const found = expr.matchAll(/\b((?:loadline|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)
  return [...found].map(([, metric = '', selector = '']) => ({
    metric,
    labels: [...selector.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
      ([, name = '', op = '', value = '']) => ({ name, op, value }),
    ),
  }))
}

function definitionOf(metric: string) {
  const base = metric.replace(/_(bucket|count|sum)$/, '')
  return registry.getSingleMetric(metric) ?? registry.getSingleMetric(base)
}

/** prom-client does not say which labels a metric has in its types. */
function labelsOf(metric: string): readonly string[] {
  const definition = definitionOf(metric) as unknown as { labelNames?: string[] } | undefined
  return [...(definition?.labelNames ?? []), ...(metric.endsWith('_bucket') ? ['le'] : [])]
}

test('each alert has a priority of the seed, a sentence and a runbook, and each runbook an alert', () => {
  expect(alerts.length).toBeGreaterThan(20)
  const names = alerts.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, severity, summary, runbook, expr } of alerts) {
    expect(severity, name).toMatch(/^P[123]$/)
    expect(summary.length, name).toBeGreaterThan(20)
    expect(expr, name).not.toBe('')
    expect(existsSync(join(ROOT, runbook)), `${name}: ${runbook}`).toBe(true)
    const text = readFileSync(join(ROOT, runbook), 'utf8')
    expect(text, runbook).toContain(`# ${name}\n`)
    expect(text, runbook).toContain(`**${severity}.**`)
    for (const part of ['**Who is affected.**', '## How to see it', '## What to do', '1. ']) {
      expect(text, runbook).toContain(part)
    }
    expect(text, runbook).toContain('## When it is over')
  }
  const files = readdirSync(RUNBOOKS).filter((file) => file !== 'README.md')
  const linked = alerts.map(({ runbook }) => runbook.replace('docs/runbooks/', ''))
  expect(files.toSorted()).toEqual(linked.toSorted())
})

test('each metric of an alert exists with the labels that it is asked by', () => {
  for (const { name, expr } of alerts) {
    for (const { metric, labels } of usesIn(expr)) {
      expect(definitionOf(metric), `${name}: ${metric}`).toBeDefined()
      for (const label of labels)
        expect(labelsOf(metric), `${name}: ${metric}`).toContain(label.name)
    }
    const known = new Set(['instance', ...usesIn(expr).flatMap(({ metric }) => labelsOf(metric))])
    for (const [, by = ''] of expr.matchAll(/\bby \(([^)]*)\)/g)) {
      for (const label of by.split(',')) expect([...known], name).toContain(label.trim())
    }
  }
})

test('a metric of the office that no documentation names does not exist, and the other way round', () => {
  const text = readFileSync(join(ROOT, 'docs/OPERATIONS.md'), 'utf8')
  const table = [...text.matchAll(/^\| `(loadline_\w+)`\s+\|/gm)].map(([, name = '']) => name)
  const made = registry
    .getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('loadline_'))
  expect(table.toSorted()).toEqual(made.toSorted())
})

test('commands that runbooks tell people to use exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const routes = new Set(
    readdirSync(join(ROOT, 'contract/http'))
      .filter((file) => file.endsWith('-routes.ts'))
      .flatMap((file) => [
        ...readFileSync(join(ROOT, 'contract/http', file), 'utf8').matchAll(/path: '(\/[^']*)'/g),
      ])
      .map(([, path = '']) => path.replaceAll(/\{\w+\}/g, '{}')),
  )
  for (const file of readdirSync(RUNBOOKS)) {
    const text = readFileSync(join(RUNBOOKS, file), 'utf8')
    for (const [, script = ''] of text.matchAll(/npm run ([\w-]+)/g)) {
      expect(Object.keys(scripts), file).toContain(script)
    }
    for (const [, path = ''] of text.matchAll(/(?:GET|PUT|POST|DELETE) (\/v1\/[^\s`'?]*)/g)) {
      expect(isRoute(path, routes), `${file}: ${path}`).toBe(true)
    }
    for (const [, metric = ''] of text.matchAll(/\b(loadline_\w+)\b/g)) {
      expect(definitionOf(metric), `${file}: ${metric}`).toBeDefined()
    }
    for (const [, link = ''] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      expect(existsSync(join(RUNBOOKS, link)), `${file}: ${link}`).toBe(true)
    }
  }
})

/** Parts in braces stand for anything, and so does an example in their place. */
function isRoute(path: string, routes: ReadonlySet<string>): boolean {
  return [...routes].some((route) => {
    const pattern = route.split('{}').map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${pattern.join('[^/]+')}$`).test(path)
  })
}

describe('what alerts ask for', () => {
  let database: TestDatabase | undefined
  let office: TestOffice | undefined
  beforeAll(async () => {
    database = await databases[0]?.open()
    if (database !== undefined) office = await startOffice({ database })
  })
  afterAll(async () => {
    await office?.close()
    await database?.close()
  })

  test('is a value that an office shows from its start, or a code of the tables', async () => {
    const text = String((await office?.call('GET', '/metrics'))?.body)
    for (const { name, expr } of alerts) {
      for (const { metric, labels } of usesIn(expr)) {
        const shown = text.split('\n').filter((line) => line.startsWith(`${metric}{`))
        for (const label of labels.filter(({ op }) => op === '=')) {
          const isCode = metric === 'loadline_problems_total' && label.name === 'code'
          const pair = `${label.name}="${label.value}"`
          const isKnown = isCode
            ? Object.hasOwn(PROBLEMS, label.value)
            : shown.length === 0 || shown.some((line) => line.includes(pair))
          expect(isKnown, `${name}: ${metric}{${pair}}`).toBe(true)
        }
      }
    }
  })
})

const promtool = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'promtool'))
  .find((path) => existsSync(path))

/** What Prometheus itself makes of the rules, where its tool is installed. */
describe.skipIf(promtool === undefined)('Prometheus', () => {
  const run = (...args: string[]) => execFileSync(promtool ?? '', args, { encoding: 'utf8' })

  test('reads the rules', () => {
    expect(run('check', 'rules', RULES)).toContain(`${alerts.length} rules found`)
  })

  test('calls for somebody when lists are late, when calls fail, when other systems hear nothing and when no backup was taken', () => {
    const folder = mkdtempSync(join(tmpdir(), 'loadline-rules-'))
    const path = join(folder, 'test.yml')
    writeFileSync(path, STORY)
    try {
      expect(run('test', 'rules', path)).toContain('SUCCESS')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

const STORY = `
rule_files: ['${RULES}']
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: 'loadline_daily_run_overdue_seconds{task="pick-lists", instance="a"}'
        values: '0x10 0+60x40'
      - series: 'loadline_http_request_seconds_count{operation="push", status="200", instance="a"}'
        values: '0+600x60'
      - series: 'loadline_http_request_seconds_count{operation="push", status="500", instance="a"}'
        values: '0x20 0+120x40'
      - series: 'loadline_nats_configured{instance="a"}'
        values: '1x60'
      - series: 'loadline_nats_ready{instance="a"}'
        values: '1x20 0x40'
      - series: 'loadline_nats_configured{instance="b"}'
        values: '0x60'
      - series: 'loadline_nats_ready{instance="b"}'
        values: '0x60'
      - series: 'loadline_intent_files_total{outcome="trouble", instance="a"}'
        values: '0x20 0+30x40'
      - series: 'loadline_intent_files_total{outcome="failed", instance="b"}'
        values: '0x20 1x40'
      - series: 'loadline_backup_last_success_timestamp_seconds{instance="a"}'
        values: '0x2000'
    alert_rule_test:
      - eval_time: 20m
        alertname: PickListsNotMade
        exp_alerts: []
      - eval_time: 40m
        alertname: PickListsNotMade
        exp_alerts:
          - exp_labels: { severity: P1 }
            exp_annotations:
              summary: "Tomorrow's pick lists are 29m 0s late"
              runbook_url: docs/runbooks/pick-lists-not-made.md
      - eval_time: 20m
        alertname: OfficeErrors
        exp_alerts: []
      - eval_time: 35m
        alertname: OfficeErrors
        exp_alerts:
          - exp_labels: { severity: P1, instance: a }
            exp_annotations:
              summary: '16.67% of the calls at a fail'
              runbook_url: docs/runbooks/office-errors.md
      - eval_time: 22m
        alertname: NatsAway
        exp_alerts: []
      - eval_time: 30m
        alertname: NatsAway
        exp_alerts:
          - exp_labels: { severity: P2, instance: a }
            exp_annotations:
              summary: 'The office at a cannot give events to NATS; they wait'
              runbook_url: docs/runbooks/nats-away.md
      - eval_time: 20m
        alertname: IntentsFolderStuck
        exp_alerts: []
      - eval_time: 30m
        alertname: IntentsFolderStuck
        exp_alerts:
          - exp_labels: { severity: P2, instance: a }
            exp_annotations:
              summary: 'The office at a cannot work the folder of order intents'
              runbook_url: docs/runbooks/intents-folder-stuck.md
      - eval_time: 20m
        alertname: IntentFilesFailed
        exp_alerts: []
      - eval_time: 22m
        alertname: IntentFilesFailed
        exp_alerts:
          - exp_labels: { severity: P2 }
            exp_annotations:
              summary: 'Files of order intents, or orders in them, were not taken within the last hour'
              runbook_url: docs/runbooks/intent-files-failed.md
      - eval_time: 25h
        alertname: BackupOld
        exp_alerts: []
      - eval_time: 27h
        alertname: BackupOld
        exp_alerts:
          - exp_labels: { severity: P2 }
            exp_annotations:
              summary: No backup was taken for 1d 3h 0m 0s
              runbook_url: docs/runbooks/backup-old.md
`
