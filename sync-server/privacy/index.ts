export { eraseOldCustomers } from './erase-old.ts'
export { privacyHandlers } from './handlers.ts'
