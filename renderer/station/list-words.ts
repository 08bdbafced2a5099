/**
 * What stands under a list's name, in the order in which a narrow screen keeps it. Two lists for one customer
 * differ by their order's number, which comes first; of a batch with many numbers the way it goes does.
 */
export function listFacts(orderNumbers: readonly string[], others: readonly string[]): string[] {
  return orderNumbers.length === 1
    ? [...orderNumbers, ...others]
    : [...others, orderNumbers.join(', ')]
}
