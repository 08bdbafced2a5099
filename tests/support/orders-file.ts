/** A file as a wholesaler's own system writes it: 5,000 rows, of which seven cannot be taken on. */
export const FILE_ROWS = 5_000

const HEADER =
  'sourceSystem;orderIntentId;customerRef;name;line1;postalCode;city;country;region;deliveryDate;sku;quantity'
const ROWS_OF_ORDER = 4
const SKUS = ['OAK-14', 'GLUE-5', 'FELT-3']

type BadRow = { goods: string; region?: string; day?: string; customer?: string; mended: string }

/** What is wrong with each of the seven, and what it should have said. */
const BAD_ROWS: readonly BadRow[] = [
  { goods: 'OAK-41;3', mended: 'OAK-14;3' },
  { goods: 'OAK-14;three', mended: 'OAK-14;3' },
  { goods: 'OAK-14;1.000', mended: 'OAK-14;1' },
  { goods: 'GLUE-5;2', region: 'NOWHERE', mended: 'GLUE-5;2' },
  { goods: 'GLUE-5;2', customer: '', mended: 'GLUE-5;2' },
  { goods: 'FELT-3;1', day: '2020-01-01', mended: 'FELT-3;1' },
  { goods: 'FELT-3;900000', mended: 'FELT-3;9' },
]

export type OrdersFile = {
  text: string
  /** The lines of the file on which the bad rows stand. */
  badRows: readonly number[]
  orders: number
}

/** Orders of four lines each, all for the same region; the bad rows are orders of one line, spread over the file. */
export function ordersFile(region = 'NH'): OrdersFile {
  const lines = [HEADER]
  const badRows: number[] = []
  const every = Math.floor(FILE_ROWS / BAD_ROWS.length)
  let orders = 0
  while (lines.length <= FILE_ROWS) {
    const bad = BAD_ROWS[badRows.length]
    if (bad !== undefined && lines.length > badRows.length * every + every / 2) {
      badRows.push(lines.length + 1)
      const { goods, customer = 'C-9', day = '' } = bad
      lines.push(
        `erp;bad-${badRows.length};${customer};Parket Zuid;Laan 2;3011 AB;Rotterdam;NL;${bad.region ?? region};${day};${goods}`,
      )
      continue
    }
    orders += 1
    const left = FILE_ROWS + 1 - lines.length
    for (let line = 0; line < Math.min(ROWS_OF_ORDER, left); line += 1) {
      const sku = SKUS[(orders + line) % SKUS.length] ?? ''
      const head =
        line === 0
          ? `C-${1_000 + (orders % 40)};Vloeren ${orders};Kade ${orders};1011 AB;Amsterdam;NL`
          : ';;;;;'
      lines.push(`erp;A-${orders};${head};${region};;${sku};1`)
    }
  }
  return { text: `${lines.join('\r\n')}\r\n`, badRows, orders }
}

/** The refused rows as they were downloaded, put right as a person would. */
export function mend(text: string, region = 'NH'): string {
  return BAD_ROWS.reduce((mended, bad, index) => {
    const goods = `;${bad.goods}`
    return mended.replace(
      new RegExp(`(erp;bad-${index + 1};)[^;]*(;.*;)[^;]*;[^;]*${goods.replaceAll('.', '\\.')}`),
      `$1C-9$2${region};;${bad.mended}`,
    )
  }, text)
}
