import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../text/text.ts'
import { gramsOfKilograms } from './kilograms.ts'
import { useAmounts } from './use-amounts.ts'

type Props = {
  label: string
  /** Empty text where nothing is typed. */
  grams: number | ''
  onChange: (grams: number | '') => void
  isRequired?: boolean
  placeholder?: string
}

/** A weight as people say it, in kilograms, and kept to the gram; what it is in grams stands below it. */
export function KilogramInput({ label, grams, onChange, isRequired = false, placeholder }: Props) {
  const { language } = useText()
  const { weight } = useAmounts()
  // What is typed on the way to a number, as `2,`, is none yet and must stay.
  const [typed, setTyped] = useState<number | string>(grams === '' ? '' : grams / 1_000)
  return (
    <NumberInput
      label={label}
      description={grams === '' || grams >= 1_000 ? undefined : weight(grams)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={placeholder ?? ''}
      required={isRequired}
      min={0}
      decimalScale={3}
      step={0.1}
      decimalSeparator={language === 'nl' ? ',' : '.'}
      allowedDecimalSeparators={[',', '.']}
      thousandSeparator=" "
      value={typed}
      onChange={(value) => {
        setTyped(value)
        onChange(gramsOfKilograms(value))
      }}
    />
  )
}
