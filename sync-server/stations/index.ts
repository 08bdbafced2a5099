export { stationHandlers } from './handlers.ts'
export { claimedAt, readHolders } from './holders.ts'
export { isOnline, listStations, readStation } from './health-board.ts'
export { type RangeTopUp, topUpNumberRange } from './number-ranges.ts'
export { requireVersion } from './station-version.ts'
export { giveWantedNumbers } from './wanted-numbers.ts'
export { skipLostSerials, skipSerialsOf } from './skip-serials.ts'
export {
  askSupportFile,
  keepSupportFile,
  listSupportFiles,
  packSupportFile,
  purgeSupportFiles,
  readSupportFile,
  unpackSupportFile,
} from './support-files.ts'
