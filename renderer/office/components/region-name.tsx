import classes from './region-name.module.css'
import { useRegionNames } from './use-regions.ts'

/** A region by its name, and its code small beside it. */
export function RegionName({ code }: { code: string }) {
  const name = useRegionNames()(code)
  if (name === code) return code
  return (
    <>
      {name} <span className={classes['code']}>{code}</span>
    </>
  )
}
