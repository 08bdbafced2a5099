export { runDailyPickLists } from './daily-pick-lists.ts'
export { startJobs } from './start-jobs.ts'
