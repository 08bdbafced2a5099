import type { Packaging, Product } from '#contract/documents/master-data.ts'
import type { Handlers } from '../http/handler.ts'
import { invalidRequest, Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/index.ts'
import { listPackagings, readPackaging, savePackaging } from './packagings.ts'
import { listProducts } from './find-products.ts'
import { barcodeErrors } from './product-barcodes.ts'
import { readProduct, saveProduct } from './products.ts'
import { listRegions, readRegion, saveRegion } from './regions.ts'
import { listWarehouseCodes } from './warehouse-codes.ts'
import { writeChangedDocuments } from './write-changed-documents.ts'

type CatalogueHandlers = Pick<
  Handlers,
  | 'listProducts'
  | 'putProduct'
  | 'getProduct'
  | 'putRegion'
  | 'getRegion'
  | 'listRegions'
  | 'putPackaging'
  | 'getPackaging'
  | 'listPackagings'
>

/** Products and packagings are the same in every warehouse; a region belongs to one. */
export function catalogueHandlers(office: Office): CatalogueHandlers {
  return { ...productHandlers(office), ...regionHandlers(office), ...packagingHandlers(office) }
}

function productHandlers(
  office: Office,
): Pick<CatalogueHandlers, 'listProducts' | 'putProduct' | 'getProduct'> {
  const { store } = office
  return {
    listProducts: async ({ query }) => {
      return { status: 200, body: await store.snapshot((tx) => listProducts(tx, query)) }
    },
    putProduct: async ({ params, body, change }) => {
      const errors = barcodeErrors(body.barcodes)
      if (errors.length > 0) throw invalidRequest(errors)
      const doc: Product = { ...body, sku: params.sku }
      const warehouses = await change(async (tx) => {
        const codes = await listWarehouseCodes(tx)
        noteBefore(tx, await readProduct(tx, doc.sku))
        for (const warehouse of codes) await saveProduct(tx, warehouse, doc)
        await writeEverywhere(tx, codes, { kind: 'product', id: doc.sku, doc })
        return codes
      })
      for (const warehouse of warehouses) office.poke(warehouse)
      return { status: 200, body: doc }
    },
    getProduct: async ({ params }) => {
      const product = await store.snapshot((tx) => readProduct(tx, params.sku))
      if (!product) throw new Problem('not-found', `there is no product ${params.sku}`)
      return { status: 200, body: product }
    },
  }
}

function regionHandlers(
  office: Office,
): Pick<CatalogueHandlers, 'putRegion' | 'getRegion' | 'listRegions'> {
  const { store } = office
  return {
    putRegion: async ({ params, body, change }) => {
      const saved = await change(async (tx) => {
        const region = await saveRegion(tx, { ...body, code: params.code })
        const { warehouse, ...doc } = region
        await writeChangedDocuments(tx, warehouse, [{ kind: 'region', id: doc.code, doc }])
        return region
      })
      office.poke(saved.warehouse)
      return { status: 200, body: saved }
    },
    listRegions: async ({ query }) => {
      return { status: 200, body: await store.snapshot((tx) => listRegions(tx, query)) }
    },
    getRegion: async ({ params }) => {
      const region = await store.snapshot((tx) => readRegion(tx, params.code))
      if (!region) throw new Problem('not-found', `there is no region ${params.code}`)
      return { status: 200, body: region }
    },
  }
}

function packagingHandlers(
  office: Office,
): Pick<CatalogueHandlers, 'putPackaging' | 'getPackaging' | 'listPackagings'> {
  const { store } = office
  return {
    putPackaging: async ({ params, body, change }) => {
      const doc: Packaging = { ...body, code: params.code }
      const warehouses = await change(async (tx) => {
        const codes = await listWarehouseCodes(tx)
        noteBefore(tx, await readPackaging(tx, doc.code))
        for (const warehouse of codes) await savePackaging(tx, warehouse, doc)
        await writeEverywhere(tx, codes, { kind: 'packaging', id: doc.code, doc })
        return codes
      })
      for (const warehouse of warehouses) office.poke(warehouse)
      return { status: 200, body: doc }
    },
    listPackagings: async ({ query }) => {
      return { status: 200, body: await store.snapshot((tx) => listPackagings(tx, query)) }
    },
    getPackaging: async ({ params }) => {
      const packaging = await store.snapshot((tx) => readPackaging(tx, params.code))
      if (!packaging) throw new Problem('not-found', `there is no packaging ${params.code}`)
      return { status: 200, body: packaging }
    },
  }
}

/** Heads are taken in the warehouses' order, so that two such writes never wait for each other. */
async function writeEverywhere(
  tx: Tx,
  warehouses: readonly string[],
  change: DocumentWrite,
): Promise<void> {
  for (const warehouse of warehouses) await writeChangedDocuments(tx, warehouse, [change])
}
