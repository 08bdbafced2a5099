export { runDailyPickLists } from './daily-pick-lists.ts'
export { runDueJobs, startJobs } from './start-jobs.ts'
