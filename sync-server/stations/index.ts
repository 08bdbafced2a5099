export { isOnline, listStations } from './health-board.ts'
