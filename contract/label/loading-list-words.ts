/** What a loading list says in the language of its warehouse. */
export type LoadingListWords = {
  title: string
  page: string
  of: string
  region: string
  delivery: string
  vehicle: string
  driver: string
  seal: string
  noSeal: string
  stop: string
  onBoard: string
  missing: string
  nothing: string
  pallet: string
  decimalSign: string
}

/** The languages a loading list can be printed in. */
export const LOADING_LIST_WORDS = {
  en: {
    title: 'LOADING LIST',
    page: 'PAGE',
    of: 'OF',
    region: 'REGION',
    delivery: 'DELIVERY',
    vehicle: 'VEHICLE',
    driver: 'DRIVER',
    seal: 'SEAL',
    noSeal: 'NONE',
    stop: 'STOP',
    onBoard: 'ON BOARD',
    missing: 'NOT ON BOARD',
    nothing: 'NOTHING',
    pallet: 'PALLET',
    decimalSign: '.',
  },
  nl: {
    title: 'LAADLIJST',
    page: 'BLAD',
    of: 'VAN',
    region: 'REGIO',
    delivery: 'BEZORGDAG',
    vehicle: 'VOERTUIG',
    driver: 'CHAUFFEUR',
    seal: 'ZEGEL',
    noSeal: 'GEEN',
    stop: 'STOP',
    onBoard: 'AAN BOORD',
    missing: 'NIET AAN BOORD',
    nothing: 'NIETS',
    pallet: 'PALLET',
    decimalSign: ',',
  },
} as const satisfies Record<string, LoadingListWords>
