export { readGoodsToCome } from './expected-goods.ts'
export { loadingHandlers } from './handlers.ts'
export { releaseLoad } from './release-load.ts'
