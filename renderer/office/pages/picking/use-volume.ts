import { useMemo } from 'react'
import { useLocale } from '../../components/use-amounts.ts'

const CM3_PER_M3 = 1_000_000

/** Volumes of single cartons and of whole trucks: small ones to the litre, large ones to a tenth. */
export function useVolume(): (cm3: number) => string {
  const locale = useLocale()
  return useMemo(() => {
    const small = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
    const large = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
    return (cm3) => `${(cm3 < CM3_PER_M3 ? small : large).format(cm3 / CM3_PER_M3)} m³`
  }, [locale])
}
