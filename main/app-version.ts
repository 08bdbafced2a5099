/** What this app calls itself to the office and in files. */
export const APP_VERSION = '0.1.0'
