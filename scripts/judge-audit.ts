import { z } from 'zod'

/** An advisory that does not touch us, and why; each is looked at again when its day has come. */
export type Allowed = { advisory: string; why: string; lookAgain: string }

export type Verdict =
  | { kind: 'clean'; lower: number }
  | { kind: 'found'; advisories: Advisory[] }
  /** No answer that says anything about our packages: nobody knows. */
  | { kind: 'unknown'; why: string }

export type Advisory = { url: string; severity: string; title: string; packageName: string }

const GRAVE = new Set(['high', 'critical'])

const Via = z.union([
  z.string(),
  z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string() }),
])
const Report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(Via) })),
})
const Failure = z.object({ message: z.string() })

/** What `npm audit --json` said, by the severities that stop a release. `today` is `2026-03-10`. */
export function judgeAudit(text: string, allowed: readonly Allowed[], today: string): Verdict {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return { kind: 'unknown', why: 'npm answered nothing that can be read' }
  }
  const report = Report.safeParse(said)
  if (!report.success) {
    const why = Failure.safeParse(said).data?.message ?? 'npm answered in another form'
    return { kind: 'unknown', why }
  }
  const spared = new Set(
    allowed.filter(({ lookAgain }) => lookAgain > today).map(({ advisory }) => advisory),
  )
  const all = new Map<string, Advisory>()
  for (const { via } of Object.values(report.data.vulnerabilities)) {
    for (const part of via) {
      if (typeof part === 'string') continue
      const { url, severity, title, name: packageName } = part
      all.set(`${url} ${packageName}`, { url, severity, title, packageName })
    }
  }
  const grave = [...all.values()].filter(
    ({ url, severity }) => GRAVE.has(severity) && !spared.has(url),
  )
  if (grave.length > 0) return { kind: 'found', advisories: grave }
  return { kind: 'clean', lower: all.size }
}
