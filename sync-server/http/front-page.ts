export const FRONT_PAGE_CSP = "default-src 'none'"

export function frontPage(version: string): string {
  return `Loadline office is running (${version})`
}
