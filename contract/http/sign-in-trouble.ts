/**
 * Why nobody came in by the company's log-in. It stands in the address of the page that the browser is sent
 * to, as `?sign-in=…`, and the page says it in words.
 */
export const SIGN_IN_TROUBLES = [
  /** The company's log-in does not answer. */
  'company-away',
  /** It said no, or the person did. */
  'company-refused',
  /** What came back does not hold together. */
  'company-failed',
  /** It names no e-mail address. */
  'no-address',
  /** Nobody has checked that the address is theirs. */
  'not-verified',
  /** No user of the office has that address, or they are disabled. */
  'no-account',
  /** It took longer than ten minutes, or began in another browser. */
  'too-late',
] as const
export type SignInTrouble = (typeof SIGN_IN_TROUBLES)[number]

/** The member of an address that a trouble stands in. */
export const SIGN_IN_TROUBLE_MEMBER = 'sign-in'
