import type { Chance } from './chance.ts'
import { type Goods, lastDayTold, lotsOf, PRODUCTS } from './goods.ts'
import type { SimOffice } from './sim-office.ts'
import type { World } from './world.ts'

const REGIONS = ['NH', 'ZH'] as const
const PEOPLE = { emma: ['picker', 'loader'], jan: ['picker', 'loader'], ilse: ['supervisor'] }
const DAYS = 5
const DAY_MS = 86_400_000

/** A product with less than this is ordered in, so that there is always work. */
const REORDER_BELOW = 25
const REORDER_QUANTITY = 60

/** Orders of the lost time that are surely posted again, and some that were not lost. */
const POSTED_AGAIN_BEFORE_BACKUP = 5

type Posted = { orderNumber: string; deliveryDate: string; region: string }
type Intent = { orderIntentId: string; region: string } & Record<string, unknown>

/** The office's people: they post orders, plan loads, and change their minds while benches are offline. */
export class Shop {
  readonly badges: string[] = []
  supervisorBadge = ''
  readonly #office: SimOffice
  readonly #world: World
  readonly #chance: Chance
  readonly #orders: Posted[] = []
  readonly #loads: string[] = []
  readonly #intents: Intent[] = []
  /** Which intent an order number was given to; no number goes to two orders (I15). */
  readonly #numbers = new Map<string, string>()
  readonly #revoked = new Set<string>()
  #intentsAtBackup = 0
  #keys = 0

  constructor(office: SimOffice, world: World, chance: Chance) {
    this.#office = office
    this.#world = world
    this.#chance = chance
  }

  async furnish(): Promise<void> {
    for (const product of PRODUCTS) await this.#addProduct(product)
    for (const region of REGIONS) {
      await this.#office.admin('PUT', `/v1/regions/${region}`, {
        name: region,
        cutOff: '14:00',
        deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7],
        closedDates: [],
      })
    }
    await this.openDays()
    for (const [ref, roles] of Object.entries(PEOPLE)) {
      const { body } = await this.#office.admin('PUT', `/v1/operators/${ref}`, { name: ref, roles })
      const { badgeCode } = body as { badgeCode: string }
      if (ref === 'ilse') this.supervisorBadge = badgeCode
      else this.badges.push(badgeCode)
    }
    for (let n = 0; n < 10; n += 1) await this.postOrder()
    await this.planLoad()
  }

  /** Room for a handful of orders a day, so that the last of it is fought over. */
  async openDays(): Promise<void> {
    for (const region of REGIONS) {
      for (const date of this.#days()) {
        const limits = { maxWeightGrams: 250_000, maxVolumeCm3: 900_000 }
        await this.#office.admin('PUT', `/v1/capacity/${region}/${date}`, limits)
      }
    }
  }

  async postOrder(): Promise<void> {
    const region = this.#chance.pick(REGIONS)
    const skus = PRODUCTS.filter(() => this.#chance.hit(0.5)).map(({ sku }) => sku)
    const lines = skus.length === 0 ? [PRODUCTS[0].sku] : skus
    const intent: Intent = {
      sourceSystem: 'webshop',
      orderIntentId: `intent-${this.#intents.length + 1}`,
      customerRef: 'C-1',
      shipTo: { name: 'Vloeren', line1: 'Kade 1', postalCode: '1011', city: 'A', country: 'NL' },
      region,
      lineItems: lines.map((sku) => ({ sku, quantity: this.#chance.between(1, 8) })),
      submittedAt: new Date(this.#world.clock.now()).toISOString(),
    }
    this.#intents.push(intent)
    const posted = await this.#post(intent)
    if (posted !== null) await this.#makeLists(posted.deliveryDate)
  }

  noteBackup(): void {
    this.#intentsAtBackup = this.#intents.length
  }

  /** Sources post again what the office may have lost; what it has it knows (EPOCH-4). */
  async postAgain(): Promise<void> {
    const from = Math.max(0, this.#intentsAtBackup - POSTED_AGAIN_BEFORE_BACKUP)
    const days = new Set<string>()
    for (const intent of this.#intents.slice(from)) {
      const posted = await this.#post(intent)
      if (posted !== null) days.add(posted.deliveryDate)
    }
    for (const day of days) await this.#makeLists(day)
  }

  async planLoad(): Promise<void> {
    const order = this.#orders[this.#chance.below(this.#orders.length)]
    if (order === undefined) return
    const { body, status } = await this.#office.admin('POST', '/v1/loads', {
      warehouse: 'MAIN',
      region: order.region,
      deliveryDate: order.deliveryDate,
      // A small van now and then: too much on board is refused at its confirmation.
      vehicle: {
        plate: 'VX-1',
        maxWeightGrams: this.#chance.pick([15_000, 900_000]),
        maxVolumeCm3: 9e6,
      },
      driver: 'Piet',
    })
    this.#world.tell(`a load for ${order.region}: ${status}`)
    if (status === 201) this.#loads.push((body as { number: string }).number)
  }

  async cancelOrder(): Promise<boolean> {
    const order = this.#anyOrder
    return order !== undefined && this.cancel(order.orderNumber)
  }

  async cancel(orderNumber: string): Promise<boolean> {
    const path = `/v1/orders/${orderNumber}/cancel`
    const { status } = await this.#office.admin('POST', path, { reason: 'changed his mind' })
    this.#world.tell(`cancel ${orderNumber}: ${status}`)
    return status === 200
  }

  /** Takes a list away from whoever holds it. */
  async releaseList(): Promise<boolean> {
    const id = await this.#anyList()
    if (id === undefined) return false
    const { status } = await this.#office.admin('POST', `/v1/pick-lists/${id}/release`)
    this.#world.tell(`release a list: ${status}`)
    return status === 200
  }

  /** Moves what is left of a list that nobody holds to a new one. */
  async reissueList(): Promise<boolean> {
    const id = await this.#anyList()
    if (id === undefined) return false
    const { status } = await this.#office.admin('POST', `/v1/pick-lists/${id}/reissue`)
    this.#world.tell(`reissue a list: ${status}`)
    return status === 201
  }

  /** Somebody stops an order, or lets it go on. */
  async stopOrder(): Promise<boolean> {
    const order = this.#anyOrder
    if (order === undefined) return false
    const path = `/v1/orders/${order.orderNumber}/history`
    const { body, status: found } = await this.#office.admin('GET', `${path}?view=blockers`)
    if (found !== 200) return false
    const [blocker] = (body as { entries: { id: number }[] }).entries
    const { status } =
      blocker === undefined
        ? await this.#office.admin('POST', path, { status: 'credit:hold', severity: 'blocking' })
        : await this.#office.admin('POST', `${path}/${blocker.id}/close`, { note: 'paid' })
    this.#world.tell(`${blocker === undefined ? 'stop' : 'free'} ${order.orderNumber}: ${status}`)
    return status < 300
  }

  async changeCapacity(): Promise<boolean> {
    const region = this.#chance.pick(REGIONS)
    const date = this.#chance.pick(this.#days())
    const maxWeightGrams = this.#chance.between(20, 300) * 1_000
    const limits = { maxWeightGrams, maxVolumeCm3: 900_000 }
    const { status } = await this.#office.admin('PUT', `/v1/capacity/${region}/${date}`, limits)
    this.#world.tell(`capacity of ${region} ${maxWeightGrams}: ${status}`)
    return status === 200
  }

  async departLoad(): Promise<boolean> {
    const number = this.#loads[this.#chance.below(this.#loads.length)]
    if (number === undefined) return false
    const { status } = await this.#office.admin('POST', `/v1/loads/${number}/depart`)
    this.#world.tell(`load ${number} departs: ${status}`)
    return status === 200
  }

  /** Goods are broken or gone, also some that were promised. */
  async writeDownStock(): Promise<boolean> {
    const { sku, stock } = this.#chance.pick(PRODUCTS)
    if (typeof stock !== 'number') return false
    return this.#move(sku, 'ADJUSTED', -this.#chance.between(1, 10))
  }

  /** The book says that one is left, whatever was promised. */
  async leaveOneUnit(): Promise<void> {
    const levels = await this.#stock()
    const product = this.#chance.pick(PRODUCTS.filter(({ stock }) => typeof stock === 'number'))
    const onHand = levels.get(product.sku) ?? 0
    if (onHand > 1) await this.#move(product.sku, 'ADJUSTED', 1 - onHand)
  }

  /** Orders in what has become scarce. */
  async restock(): Promise<void> {
    const levels = await this.#stock()
    for (const goods of PRODUCTS) {
      if ((levels.get(goods.sku) ?? 0) >= REORDER_BELOW) continue
      const lot = lotsOf(goods)[0]
      await this.#move(goods.sku, 'RECEIVED', REORDER_QUANTITY, lot)
    }
  }

  /** A bench's token is worth nothing until somebody gives it back. */
  async revoke(stationId: string): Promise<void> {
    const { status } = await this.#office.admin('POST', `/v1/stations/${stationId}/revoke`)
    this.#world.tell(`a token is revoked: ${status}`)
    this.#revoked.add(stationId)
  }

  async restoreTokens(): Promise<boolean> {
    const isAny = this.#revoked.size > 0
    this.#revoked.clear()
    await this.#office.store.transaction((tx) =>
      tx.updateTable('station').set({ revoked_at: null, drains_until: null }).execute(),
    )
    return isAny
  }

  /** A person closes an exception, as the office's inbox would have it. */
  async resolveException(): Promise<void> {
    const { body } = await this.#office.admin('GET', '/v1/exceptions?open=true')
    const { items } = body as { items: { id: string; code: string }[] }
    const found = items[this.#chance.below(items.length)]
    if (found === undefined) return
    const isShort = found.code === 'short-pick'
    const choice = isShort ? this.#chance.pick(['ship-partial', 'hold']) : 'accept'
    const path = `/v1/exceptions/${found.id}/resolve`
    const { status } = await this.#office.admin('POST', path, { choice, note: 'seen' })
    this.#world.tell(`exception ${found.code} ${choice}: ${status}`)
  }

  get #anyOrder(): Posted | undefined {
    return this.#orders[this.#chance.below(this.#orders.length)]
  }

  async #anyList(): Promise<string | undefined> {
    const order = this.#anyOrder
    if (order === undefined) return undefined
    const path = `/v1/pick-lists?deliveryDate=${order.deliveryDate}`
    const { body } = await this.#office.admin('GET', path)
    const { pickLists } = body as { pickLists: { id: string; orderNumbers: string[] }[] }
    return pickLists.find(({ orderNumbers }) => orderNumbers.includes(order.orderNumber))?.id
  }

  async #post(intent: Intent): Promise<Posted | null> {
    const post = () => this.#office.admin('POST', '/v1/order-intents', intent)
    const first = await post()
    // Whoever hears nothing posts again.
    const { status, body } = first.status === 500 ? await post() : first
    this.#world.tell(`${intent.orderIntentId} for ${intent.region}: ${status}`)
    this.#world.count(`intent-${status}`)
    if (status !== 201 && status !== 200) return null
    const { orderNumber, deliveryDate } = body as Posted
    const before = this.#numbers.get(orderNumber) ?? intent.orderIntentId
    if (before !== intent.orderIntentId) {
      const text = `${orderNumber} is of ${before} and ${intent.orderIntentId}`
      this.#world.blame('doubled', 'I15', text)
    }
    this.#numbers.set(orderNumber, intent.orderIntentId)
    const posted = { orderNumber, deliveryDate, region: intent.region }
    this.#orders.push(posted)
    return posted
  }

  async #makeLists(deliveryDate: string): Promise<void> {
    const mode = this.#chance.hit(0.3) ? 'batch' : 'order'
    const plan = { warehouse: 'MAIN', deliveryDate, mode }
    await this.#office.admin('POST', '/v1/pick-lists/generate', plan)
  }

  async #stock(): Promise<Map<string, number>> {
    const { body } = await this.#office.admin('GET', '/v1/stock?warehouse=MAIN')
    const { items } = body as { items: { sku: string; onHand: number }[] }
    return new Map(items.map(({ sku, onHand }) => [sku, onHand]))
  }

  async #move(sku: string, kind: string, quantity: number, lot?: string): Promise<boolean> {
    this.#keys += 1
    const { status } = await this.#office.admin('POST', '/v1/stock-movements', {
      warehouse: 'MAIN',
      sku,
      ...(lot === undefined ? {} : { lot }),
      kind,
      quantity,
      reason: 'as counted',
      idempotencyKey: `movement-${this.#keys}`,
    })
    this.#world.tell(`${kind} ${quantity} of ${sku}: ${status}`)
    return status === 201
  }

  async #addProduct(goods: Goods): Promise<void> {
    const { sku, ean, grams, stock, singleLot } = goods
    await this.#office.admin('PUT', `/v1/products/${sku}`, {
      name: sku,
      barcodes: [
        { code: ean, quantity: 1 },
        ...(goods.case === null ? [] : [{ code: goods.case, quantity: 6 }]),
      ],
      weightGrams: grams,
      volumeCm3: 1_000,
      tracking: lotsOf(goods).length === 0 ? 'none' : 'lot',
      singleLot,
      location: `A-${sku.length}`,
    })
    const received = typeof stock === 'number' ? [['', stock] as const] : Object.entries(stock)
    for (const [lot, quantity] of received) {
      await this.#office.admin('POST', '/v1/stock-movements', {
        warehouse: 'MAIN',
        sku,
        ...(lot === '' ? {} : { lot, expiryDate: lastDayTold(lot) }),
        kind: 'RECEIVED',
        quantity,
        reason: 'opening stock',
        idempotencyKey: `opening-${sku}-${lot}`,
      })
    }
  }

  #days(): string[] {
    const today = this.#world.clock.now()
    return Array.from({ length: DAYS }, (_, day) =>
      new Date(today + day * DAY_MS).toISOString().slice(0, 10),
    )
  }
}
