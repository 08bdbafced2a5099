import form from '../../components/form.module.css'
import { useText } from '../../text/text.ts'
import { compare, type Member } from './compare-states.ts'
import type { AuditEntry } from './audit-page.tsx'
import classes from './settings.module.css'

/** What a change was about: member by member, what stood there and what was asked for. */
export function AuditDiff({ entry }: { entry: AuditEntry }) {
  const { say } = useText()
  const { before, detail, requestId } = entry
  const { members, same } = compare(before, detail)
  return (
    <div>
      {members.length === 0 ? (
        <p className={form['soft']}>{say('settings.audit-nothing')}</p>
      ) : (
        <table className={classes['diff']}>
          <thead>
            <tr>
              <th scope="col">{say('settings.audit-member')}</th>
              <th scope="col">{say('settings.audit-before')}</th>
              <th scope="col">{say('settings.audit-after')}</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <Row key={member.name} member={member} />
            ))}
          </tbody>
        </table>
      )}
      <p className={form['soft']}>
        {before === null && `${say('settings.audit-not-kept')} `}
        {same > 0 && `${say('settings.audit-same', { count: same })} `}
        {say('settings.audit-request', { id: requestId })}
      </p>
    </div>
  )
}

function Row({ member }: { member: Member }) {
  const { name, before, after, isChanged } = member
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={isChanged && before !== null ? classes['gone'] : undefined}>
        {before ?? '–'}
      </td>
      <td className={isChanged && after !== null ? classes['come'] : undefined}>{after ?? '–'}</td>
    </tr>
  )
}
