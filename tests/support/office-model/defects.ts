import { OperationNodeTransformer, RawNode, type KyselyPlugin } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Store } from '../../../sync-server/store/index.ts'
import type { TestOffice } from '../office.ts'

/** A store whose statements take no row locks, as if somebody had forgotten them. */
export function withoutLocks(store: Store): Store {
  const plugin = new LocksLeftOut()
  return {
    ...store,
    transaction: (work) => store.transaction((tx) => work(tx.withPlugin(plugin))),
  }
}

/** An office that takes every post for a new intent, as if ids did not matter. */
export function withoutIdempotency(
  office: TestOffice,
): Pick<TestOffice, 'admin' | 'call' | 'enrol'> {
  return {
    ...office,
    admin: (method, path, body) => {
      const isIntent = path === '/v1/order-intents'
      const changed = isIntent ? { ...(body as object), orderIntentId: randomUUID() } : body
      return office.admin(method, path, changed)
    },
  }
}

class LocksLeftOut extends OperationNodeTransformer implements KyselyPlugin {
  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => this.transformNode(node)
  transformResult: KyselyPlugin['transformResult'] = ({ result }) => Promise.resolve(result)

  protected override transformRaw(node: RawNode): RawNode {
    const sqlFragments = node.sqlFragments.map((text) => text.replace(/FOR UPDATE( OF \w+)?/, ''))
    return { ...super.transformRaw(node), sqlFragments }
  }
}
