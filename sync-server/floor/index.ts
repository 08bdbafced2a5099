export { floorHandlers } from './handlers.ts'
export { readFloorStations } from './read-floor-stations.ts'
