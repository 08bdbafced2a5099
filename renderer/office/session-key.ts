/** Under which the session is kept among the answers that a page holds. */
export const SESSION_KEY: readonly string[] = ['session']
