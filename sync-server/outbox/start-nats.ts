import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { saveNatsSubscription } from './nats-subscription.ts'
import { type NatsConfig, type NatsStream, openNatsStream } from './nats-stream.ts'

/** Makes the stream one of those who are told, and begins to connect; throws where a webhook has its name. */
export async function startNats(office: Office, config: NatsConfig): Promise<NatsStream> {
  const { store, deps, log, metrics } = office
  metrics.natsConfigured.set(1)
  const at = instantOf(deps.clock.now())
  const url = `${config.servers} ${config.stream} ${config.prefix}.>`
  const isOurs = await store.transaction((tx) => saveNatsSubscription(tx, { url, at }))
  if (!isOurs) {
    throw new Error('With LOADLINE_NATS_URL, no webhook may be called nats; remove it first')
  }
  const onReady = (isReady: boolean) => metrics.natsReady.set(isReady ? 1 : 0)
  return openNatsStream(config, { deps, log, onReady })
}
