// The council's directory of the tests: the certified oidc-provider on this machine. Whoever comes is signed in at once as the person that the
// test has named before, by POST /who with { account, claims, amr, seconds }. Prints its address once it answers; ends with its parent.

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { once } from 'node:events'

import Provider from 'oidc-provider'

const CLAIMS = ['sub', 'name', 'preferred_username', 'employee', 'groups', 'hasgroups', 'amr', 'acr']
let who = { account: 'nobody', claims: {}, amr: ['pwd'], seconds: 3600 }

const server = createServer()
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const issuer = `http://localhost:${server.address().port}`

const client = {
  client_secret: 'a secret of the tests',
  token_endpoint_auth_method: 'client_secret_basic',
  redirect_uris: ['http://testserver/people/sign-in/directory/council/back/'],
}
const provider = new Provider(issuer, {
  clients: [
    { client_id: 'lightwell', ...client },
    { client_id: 'another', ...client },
  ],
  claims: { openid: CLAIMS },
  scopes: ['openid', 'profile', 'email'],
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  ttl: { IdToken: () => who.seconds, Interaction: 600, Session: 600, Grant: 600, AccessToken: 600 },
  jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
  cookies: { keys: [randomBytes(24).toString('hex')] },
  interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...who.claims }) }),
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
    grant.addOIDCScope('openid profile email')
    grant.addOIDCClaims(CLAIMS)
    await grant.save()
    return grant
  },
})

const answer = provider.callback()
server.on('request', async (request, response) => {
  if (request.url === '/who') {
    const parts = []
    for await (const part of request) parts.push(part)
    who = { seconds: 3600, amr: ['pwd'], claims: {}, ...JSON.parse(Buffer.concat(parts).toString()) }
    response.end()
  } else if (request.url.startsWith('/sign-in/')) {
    const result = who.account ? { login: { accountId: who.account, amr: who.amr } } : { error: 'access_denied', error_description: 'No.' }
    await provider.interactionFinished(request, response, result)
  } else answer(request, response)
})
process.stdin.on('end', () => process.exit()).resume()
console.log(issuer)
