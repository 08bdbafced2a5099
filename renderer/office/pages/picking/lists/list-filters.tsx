import { Select, TextInput } from '@mantine/core'
import { useAddress } from '../../../components/use-address.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { LIST_STATES } from './list-state.tsx'

/** Which lists of the day are shown; the region is chosen above. */
export function ListFilters() {
  const { say } = useText()
  const { get, set } = useAddress()
  return (
    <div className={classes['fields']}>
      <TextInput
        type="search"
        label={say('pick.find')}
        value={get('search')}
        onChange={(event) => set({ search: event.currentTarget.value })}
      />
      <Select
        label={say('pick.state')}
        placeholder={say('pick.state.all')}
        data={LIST_STATES.map((state) => ({ value: state, label: say(`pick.state.${state}`) }))}
        value={get('state') === '' ? null : get('state')}
        clearable
        onChange={(state) => set({ state: state ?? '' })}
      />
    </div>
  )
}
