import type { Chance } from './chance.ts'
import { type Goods, lotsOf, PRODUCTS } from './goods.ts'
import type { SimOffice } from './sim-office.ts'
import type { World } from './world.ts'

const REGIONS = ['NH', 'ZH'] as const
const PEOPLE = { emma: ['picker', 'loader'], jan: ['picker', 'loader'], ilse: ['supervisor'] }
const DAYS = 5
const DAY_MS = 86_400_000

type Posted = { orderNumber: string; deliveryDate: string; region: string }

/** The office's people: they post orders, plan loads, and change their minds while benches are offline. */
export class Shop {
  readonly badges: string[] = []
  supervisorBadge = ''
  readonly #office: SimOffice
  readonly #world: World
  readonly #chance: Chance
  readonly #orders: Posted[] = []
  readonly #loads: string[] = []
  #intents = 0

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
      // Room for a handful of orders a day, so that the last of it is fought over.
      for (const date of this.#days()) {
        const limits = { maxWeightGrams: 250_000, maxVolumeCm3: 900_000 }
        await this.#office.admin('PUT', `/v1/capacity/${region}/${date}`, limits)
      }
    }
    for (const [ref, roles] of Object.entries(PEOPLE)) {
      const { body } = await this.#office.admin('PUT', `/v1/operators/${ref}`, { name: ref, roles })
      const { badgeCode } = body as { badgeCode: string }
      if (ref === 'ilse') this.supervisorBadge = badgeCode
      else this.badges.push(badgeCode)
    }
    for (let n = 0; n < 10; n += 1) await this.postOrder()
    await this.planLoad()
  }

  async postOrder(): Promise<void> {
    this.#intents += 1
    const region = this.#chance.pick(REGIONS)
    const skus = PRODUCTS.filter(() => this.#chance.hit(0.5)).map(({ sku }) => sku)
    const lines = skus.length === 0 ? [PRODUCTS[0].sku] : skus
    const { status, body } = await this.#office.admin('POST', '/v1/order-intents', {
      sourceSystem: 'webshop',
      orderIntentId: `intent-${this.#intents}`,
      customerRef: 'C-1',
      shipTo: { name: 'Vloeren', line1: 'Kade 1', postalCode: '1011', city: 'A', country: 'NL' },
      region,
      lineItems: lines.map((sku) => ({ sku, quantity: this.#chance.between(1, 8) })),
      submittedAt: new Date(this.#world.clock.now()).toISOString(),
    })
    this.#world.tell(`an order for ${region}: ${status}`)
    this.#world.count(`intent-${status}`)
    if (status !== 201) return
    const { orderNumber, deliveryDate } = body as Posted
    this.#orders.push({ orderNumber, deliveryDate, region })
    await this.#office.admin('POST', '/v1/pick-lists/generate', {
      warehouse: 'MAIN',
      deliveryDate,
    })
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

  async cancelOrder(): Promise<void> {
    const order = this.#orders[this.#chance.below(this.#orders.length)]
    if (order === undefined) return
    const path = `/v1/orders/${order.orderNumber}/cancel`
    const { status } = await this.#office.admin('POST', path, { reason: 'changed his mind' })
    this.#world.tell(`cancel ${order.orderNumber}: ${status}`)
    if (status === 200) this.#world.count('order-cancelled')
  }

  /** Takes a list away from whoever holds it. */
  async releaseList(): Promise<void> {
    const order = this.#orders[this.#chance.below(this.#orders.length)]
    if (order === undefined) return
    const { body } = await this.#office.admin(
      'GET',
      `/v1/pick-lists?deliveryDate=${order.deliveryDate}`,
    )
    const { pickLists } = body as { pickLists: { id: string; orderNumbers: string[] }[] }
    const list = pickLists.find(({ orderNumbers }) => orderNumbers.includes(order.orderNumber))
    if (list === undefined) return
    const { status } = await this.#office.admin('POST', `/v1/pick-lists/${list.id}/release`)
    this.#world.tell(`release the list of ${order.orderNumber}: ${status}`)
    if (status === 200) this.#world.count('list-released')
  }

  async departLoad(): Promise<void> {
    const number = this.#loads[this.#chance.below(this.#loads.length)]
    if (number === undefined) return
    const { status } = await this.#office.admin('POST', `/v1/loads/${number}/depart`)
    this.#world.tell(`load ${number} departs: ${status}`)
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
        ...(lot === '' ? {} : { lot }),
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
