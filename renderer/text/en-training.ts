import type { PracticeHint, PracticeTask } from '#contract/rpc/practice-view.ts'

/** Words for practice, and the frame around it. */
export type TrainingTexts = Record<`practice.task.${PracticeTask}`, string> &
  Record<`practice.scan.${PracticeHint['thing']}`, string>

export const enTraining = {
  'practice.words': 'PRACTICE — nothing here is real',
  'practice.begin': 'Practise',
  'practice.begin.say': 'Learn with pretend orders. Nothing is sent.',
  'practice.busy': 'Finish or give back what is open first.',
  'practice.leave': 'Stop',
  'practice.codes': 'Codes',
  'practice.right': 'Next',
  'practice.wrong': 'Wrong one',
  'practice.short': 'None left',
  'practice.on-screen': 'Use the screen',
  'practice.count': '{{done}} of {{all}} done',
  'practice.all-done': 'All done. Well done!',
  'practice.task.sign-in': 'Sign in with a badge',
  'practice.task.pick': 'Pick goods from a list',
  'practice.task.wrong': 'Scan a wrong product',
  'practice.task.short': 'Say that none are left',
  'practice.task.close': 'Weigh a carton: it closes',
  'practice.task.label': 'Scan its label',
  'practice.task.load': 'Load the truck, confirm',
  'practice.scan.badge': 'Scan your badge',
  'practice.scan.supervisor': 'Supervisor’s badge',
  'practice.scan.list': 'Scan a pick list',
  'practice.scan.load': 'Scan load {{name}}',
  'practice.scan.product': 'Scan {{name}}',
  'practice.scan.command': 'Scan {{name}}',
  'practice.scan.reason': 'Scan “{{name}}”',
  'practice.scan.label': 'Scan the label',
  'practice.scan.seal': 'Scan the seal',
  'practice.scan.scale': 'Put {{kg}} kg on the scale',
  'settings.practice': 'Practice',
  'settings.version': 'Version',
  'settings.data': 'Data folder',
  'settings.devices-file': 'Devices file',
  'settings.none': 'none',
  'settings.sheets': 'Print command codes',
  'settings.sheets.say': 'On the label printer of this bench.',
} as const satisfies TrainingTexts & Record<string, string>
