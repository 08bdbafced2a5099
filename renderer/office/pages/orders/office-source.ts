/** What orders that are typed in the office are known by. */
export const OFFICE_SOURCE = 'office'
