import type { AnswerOf, ExampleOf } from './example-of.ts'
import { OAK } from './story.ts'

type Operation =
  | 'listProducts'
  | 'putWarehouse'
  | 'getWarehouse'
  | 'listWarehouses'
  | 'listRegions'
  | 'listPackagings'
  | 'putProduct'
  | 'getProduct'
  | 'putRegion'
  | 'getRegion'
  | 'putPackaging'
  | 'getPackaging'

const warehouse: AnswerOf<'getWarehouse', 200> = {
  code: 'MAIN',
  name: 'Van Dalen Vloeren & Interieur',
  timezone: 'Europe/Amsterdam',
  gs1CompanyPrefix: '8712345',
  address: 'Westhavenweg 62\n1042 AL Amsterdam\nNederland',
  qrPersonalData: 'minimal',
}

const region: AnswerOf<'getRegion', 200> = {
  code: 'NH',
  name: 'Noord-Holland',
  timezone: 'Europe/Amsterdam',
  cutOff: '14:00',
  deliveryWeekdays: [1, 2, 3, 4, 5],
  closedDates: ['2026-04-27', '2026-05-14'],
  warehouse: 'MAIN',
}

const packaging: AnswerOf<'getPackaging', 200> = {
  code: 'EURO',
  name: 'Euro pallet 120 × 80',
  kind: 'pallet',
  tareGrams: 24_500,
  maxWeightGrams: 1_000_000,
  maxVolumeCm3: 1_500_000,
}

const { code: _warehouse, ...warehouseBody } = warehouse
const { sku: _sku, ...productBody } = OAK
const { code: _region, ...regionBody } = region
const { code: _packaging, ...packagingBody } = packaging

export const catalogueExamples: { [N in Operation]: ExampleOf<N> } = {
  putWarehouse: { params: { code: 'MAIN' }, body: warehouseBody, answers: { 200: warehouse } },
  listWarehouses: {
    query: { after: '', limit: 100 },
    answers: { 200: { items: [warehouse], next: null } },
  },
  getWarehouse: { params: { code: 'MAIN' }, answers: { 200: warehouse } },
  listProducts: {
    query: { search: 'oak', after: 'CLIP-40', limit: 100 },
    answers: { 200: { items: [OAK], next: null } },
  },
  putProduct: { params: { sku: 'OAK-14' }, body: productBody, answers: { 200: OAK } },
  getProduct: { params: { sku: 'OAK-14' }, answers: { 200: OAK } },
  putRegion: { params: { code: 'NH' }, body: regionBody, answers: { 200: region } },
  listRegions: {
    query: { after: '', limit: 100, warehouse: 'MAIN' },
    answers: { 200: { items: [region], next: null } },
  },
  getRegion: { params: { code: 'NH' }, answers: { 200: region } },
  putPackaging: { params: { code: 'EURO' }, body: packagingBody, answers: { 200: packaging } },
  listPackagings: {
    query: { after: '', limit: 100 },
    answers: { 200: { items: [packaging], next: null } },
  },
  getPackaging: { params: { code: 'EURO' }, answers: { 200: packaging } },
}
