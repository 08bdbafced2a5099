/** An action that its rule cannot decide: a defect of ours, never of the one who scanned. */
export class DecisionCrash extends Error {
  readonly actionId: string
  constructor(actionId: string, cause: unknown) {
    super(`the rule of action ${actionId} crashed`, { cause })
    this.name = 'DecisionCrash'
    this.actionId = actionId
  }
}
