import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export type Person = { email?: string; email_verified?: boolean; name?: string }

export type CompanyLogin = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who sits at the browser; null says no. */
  person: Person | null
  /** From now on it answers; before, it is down. */
  open(officeUrl: string): void
  /** Addresses asked for. */
  asked: string[]
  close(): Promise<void>
}

const CLIENT = { client_id: 'loadline', client_secret: 'the-secret-of-the-client-of-tests' }

/** A company's own log-in on this machine. Whoever comes is the person who was named, without a question. */
export async function startCompanyLogin(): Promise<CompanyLogin> {
  let handle = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(503).end()
  }
  const server = createServer((request, response) => {
    company.asked.push(request.url ?? '')
    handle(request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const company: CompanyLogin = {
    issuer: `http://127.0.0.1:${port}`,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    person: null,
    asked: [],
    open: (officeUrl) => {
      const provider = createProvider(company, officeUrl)
      const answer = provider.callback()
      handle = (request, response) => {
        if (!request.url?.startsWith('/interaction/')) return answer(request, response)
        const result =
          company.person === null
            ? { error: 'access_denied', error_description: 'the person said no' }
            : { login: { accountId: JSON.stringify(company.person) } }
        provider.interactionFinished(request, response, result).catch(() => {
          // A browser without the cookies of its visit.
          response.writeHead(400).end()
        })
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return company
}

type Context = {
  oidc: {
    client: { clientId: string }
    session: { accountId: string }
    provider: {
      Grant: new (of: { clientId: string; accountId: string }) => {
        addOIDCScope(scope: string): void
        save(): Promise<string>
      }
    }
  }
}

function createProvider({ issuer }: CompanyLogin, officeUrl: string): Provider {
  return new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [`${officeUrl}/v1/company-sign-in/done`] }],
    cookies: { keys: ['a key of tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...(JSON.parse(id) as Person) }),
    }),
    loadExistingGrant: async ({ oidc }: Context) => {
      const { client, session, provider } = oidc
      const grant = new provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
}
