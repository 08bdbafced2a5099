export { resolveAdminToken } from './admin-token.ts'
export { identityHandlers } from './handlers.ts'
export { copyOperators } from './operators.ts'
