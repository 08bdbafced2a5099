export { type IntentsWatch, watchIntents } from './watch-intents.ts'
