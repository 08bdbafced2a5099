import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type FrontPage = { html: string; contentSecurityPolicy: string }

/**
 * The office page in one piece. Its style and script are named in the policy by their hashes, so
 * nothing else ever runs in it; figures are fetched with the token and put in as text.
 */
export function buildFrontPage(version: string): FrontPage {
  const style = readPart('front-page.css')
  const script = readPart('front-page.js')
  const html = readPart('front-page.html')
    .replace('<!--version-->', () => escapeHtml(version))
    .replace('<!--style-->', () => `<style>${style}</style>`)
    .replace('<!--script-->', () => `<script>${script}</script>`)
  const contentSecurityPolicy = [
    "default-src 'none'",
    `style-src '${integrityOf(style)}'`,
    `script-src '${integrityOf(script)}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return { html, contentSecurityPolicy }
}

function readPart(name: string): string {
  return readFileSync(join(import.meta.dirname, 'page', name), 'utf8')
}

function integrityOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
