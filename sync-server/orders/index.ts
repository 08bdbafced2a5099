export { appendHistory, type HistoryEntry } from './history.ts'
export { applyOrderEffects } from './transition.ts'
