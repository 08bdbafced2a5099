import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeIppResponse, encodeIppRequest, IPP_TAGS } from './ipp.ts'

const REQUEST = {
  operation: 0x000b,
  requestId: 7,
  attributes: [
    { tag: IPP_TAGS.charset, name: 'attributes-charset', values: ['utf-8'] },
    { tag: IPP_TAGS.integer, name: 'job-id', values: [12] },
    { tag: IPP_TAGS.keyword, name: 'requested-attributes', values: ['job-state', 'job-name'] },
    { tag: IPP_TAGS.name, name: 'job-name', values: ['Łódź'] },
  ],
}

test('a request is written as RFC 8010 has it', () => {
  const bytes = encodeIppRequest({ ...REQUEST, attributes: REQUEST.attributes.slice(0, 2) })
  expect(Buffer.from(bytes).toString('latin1')).toBe(
    '\u0001\u0001\u0000\u000b\u0000\u0000\u0000\u0007\u0001' +
      'G\u0000\u0012attributes-charset\u0000\u0005utf-8' +
      '!\u0000\u0006job-id\u0000\u0004\u0000\u0000\u0000\u000c\u0003',
  )
})

test('what is written is read, also where an attribute has several values', () => {
  const read = decodeIppResponse(encodeIppRequest(REQUEST))
  expect(read).toMatchObject({ status: 0x000b, requestId: 7 })
  expect(Object.fromEntries(read?.attributes ?? [])).toEqual({
    'attributes-charset': ['utf-8'],
    'job-id': [12],
    'requested-attributes': ['job-state', 'job-name'],
    'job-name': ['Łódź'],
  })
})

test('half an answer is none, and garbage never throws', () => {
  const whole = encodeIppRequest(REQUEST)
  for (let cut = 0; cut < whole.length; cut += 1) {
    expect(decodeIppResponse(whole.subarray(0, cut))).toBeNull()
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => decodeIppResponse(bytes)).not.toThrow()
    }),
  )
})
