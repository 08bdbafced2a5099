/** Signing in, and the first visit. */
export const enSignIn = {
  'sign-in.title': 'Sign in to the office',
  'sign-in.login': 'Name or e-mail address',
  'sign-in.password': 'Password',
  'sign-in.show-password': 'Show or hide what is typed',
  'sign-in.go': 'Sign in',
  'sign-in.company': 'Sign in with {{name}}',
  'sign-in.or': 'or with a password',
  'sign-in.forgotten': 'Forgotten? Whoever looks after the users gives you a new password.',
  'sign-in.again': 'Sign in to go on',
  'sign-in.again-lead': 'The session of {{name}} has ended. What you typed is still here.',
  'sign-in.again-other':
    'Somebody else? Sign in with your own name: the page starts afresh, and what was typed is gone.',
  'sign-in.again-tab': 'That opens a tab of its own. Come back here when you are in.',
  'sign-in.bad-credentials': 'Name and password do not belong together. Try again.',
  'sign-in.rate-limited':
    'Too many wrong passwords. Wait a quarter of an hour, or ask whoever looks after the users.',
  'sign-in.bad-setup-link':
    'This link was used, or is older than a day. Sign in, or start the office again for another one.',
  'sign-in.company-away':
    'The company’s log-in does not answer. Try again in a moment, or sign in with a password.',
  'sign-in.company-refused': 'The company’s log-in did not let you through.',
  'sign-in.company-failed':
    'What came back from the company’s log-in cannot be trusted. Start again from here.',
  'sign-in.no-address':
    'The company’s log-in names no e-mail address, so nobody knows who you are. Ask whoever looks after it.',
  'sign-in.not-verified':
    'The company’s log-in has not checked your e-mail address. Confirm it there, then sign in again.',
  'sign-in.no-account':
    'Nobody here has that e-mail address. Ask whoever looks after the users to let you in.',
  'sign-in.too-late': 'That took too long, or began in another browser. Start again from here.',
  'welcome.title': 'Welcome to Loadline',
  'welcome.lead':
    'You are the first here. Make your own account: it may do everything, and lets others in.',
  'welcome.display-name': 'Your name',
  'welcome.name': 'Name to sign in with',
  'welcome.name-hint': 'Small letters, digits, dot, hyphen',
  'welcome.email': 'E-mail address',
  'welcome.email-hint': 'May be left out; you can sign in with it as well',
  'welcome.password-hint': 'At least 12 characters',
  'welcome.go': 'Begin',
  'welcome.no-link': 'This needs the whole link',
  'welcome.no-link-do':
    'The office printed it when it started, with a long code after the #. Copy all of it. If somebody has an account already, sign in.',
} as const
