import type { enSignIn } from './en-sign-in.ts'

export const nlSignIn: Record<keyof typeof enSignIn, string> = {
  'sign-in.title': 'Aanmelden bij kantoor',
  'sign-in.login': 'Naam of e-mailadres',
  'sign-in.password': 'Wachtwoord',
  'sign-in.show-password': 'Toon of verberg wat is getypt',
  'sign-in.go': 'Aanmelden',
  'sign-in.company': 'Aanmelden met {{name}}',
  'sign-in.or': 'of met een wachtwoord',
  'sign-in.forgotten': 'Vergeten? Wie de gebruikers beheert, geeft u een nieuw wachtwoord.',
  'sign-in.again': 'Meld u opnieuw aan',
  'sign-in.again-lead': 'De sessie van {{name}} is afgelopen. Wat u hebt getypt, staat er nog.',
  'sign-in.again-other':
    'Bent u iemand anders? Meld u aan met uw eigen naam: de pagina begint opnieuw, en wat er getypt is, is weg.',
  'sign-in.again-tab': 'Dat opent een eigen tabblad. Kom hier terug als u binnen bent.',
  'sign-in.bad-credentials': 'Naam en wachtwoord horen niet bij elkaar. Probeer het opnieuw.',
  'sign-in.rate-limited':
    'Te vaak een verkeerd wachtwoord. Wacht een kwartier, of vraag wie de gebruikers beheert.',
  'sign-in.bad-setup-link':
    'Deze link is gebruikt, of ouder dan een dag. Meld u aan, of start het kantoor opnieuw voor een andere.',
  'sign-in.company-away':
    'De aanmelding van het bedrijf antwoordt niet. Probeer het zo weer, of meld u aan met een wachtwoord.',
  'sign-in.company-refused': 'De aanmelding van het bedrijf liet u niet door.',
  'sign-in.company-failed':
    'Wat van de aanmelding van het bedrijf terugkwam, is niet te vertrouwen. Begin hier opnieuw.',
  'sign-in.no-address':
    'De aanmelding van het bedrijf noemt geen e-mailadres; niemand weet dus wie u bent. Vraag wie die beheert.',
  'sign-in.not-verified':
    'De aanmelding van het bedrijf heeft uw e-mailadres niet gecontroleerd. Bevestig het daar en meld u weer aan.',
  'sign-in.no-account':
    'Niemand heeft hier dat e-mailadres. Vraag wie de gebruikers beheert om u toe te laten.',
  'sign-in.too-late': 'Dat duurde te lang, of begon in een andere browser. Begin hier opnieuw.',
  'welcome.title': 'Welkom bij Loadline',
  'welcome.lead':
    'U bent hier de eerste. Maak uw eigen account: het mag alles en laat anderen toe.',
  'welcome.display-name': 'Uw naam',
  'welcome.name': 'Naam om mee aan te melden',
  'welcome.name-hint': 'Kleine letters, cijfers, punt, koppelteken',
  'welcome.email': 'E-mailadres',
  'welcome.email-hint': 'Mag weg blijven; u kunt zich er ook mee aanmelden',
  'welcome.password-hint': 'Minstens 12 tekens',
  'welcome.go': 'Beginnen',
  'welcome.no-link': 'Hier is de hele link voor nodig',
  'welcome.no-link-do':
    'Het kantoor toonde hem toen het startte, met een lange code na het #. Kopieer hem helemaal. Heeft iemand al een account, meld u dan aan.',
}
