export { generateDay, pickingHandlers } from './handlers.ts'
export { releasePickList } from './release-pick-list.ts'
