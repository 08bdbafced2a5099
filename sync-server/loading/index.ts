export { readGoodsToCome } from './goods-to-come.ts'
export { loadingHandlers } from './handlers.ts'
export { releaseLoad } from './release-load.ts'
