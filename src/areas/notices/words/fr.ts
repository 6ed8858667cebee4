import type { Words } from './words.ts'

const steps = [
  'Tapez {site} dans votre navigateur.',
  'Choisissez « Mot de passe oublié ».',
  'Prenez un mot de passe que vous n’utilisez nulle part ailleurs.',
]

export const fr: Words = {
  language: 'fr',
  hello: 'Bonjour',
  noMisuse: 'Nous avons vérifié votre compte chez nous et ne voyons aucun signe d’abus.',
  variants: {
    shop: {
      subject: 'Merci de choisir un nouveau mot de passe pour {shop}',
      cause:
        'Votre mot de passe pour {shop} figure dans une liste créée par des programmes nuisibles sur des téléphones ou ordinateurs. {shop} n’a pas été piraté.',
      meaning: 'Quelqu’un connaît peut-être ce mot de passe. Changez-le sur un appareil de confiance :',
      steps,
      after: 'Ensuite, contrôlez vos appareils avec un antivirus.',
    },
    password: {
      subject: 'Merci de choisir un nouveau mot de passe pour {shop}',
      cause:
        'Votre adresse e-mail et un mot de passe figurent dans une liste volée ailleurs : {leak}. {shop} n’a pas été piraté.',
      meaning: 'Si vous l’utilisez aussi ici, quelqu’un pourrait l’essayer. Merci d’en choisir un nouveau :',
      steps,
      after: 'Nous pourrons vous le demander à la prochaine connexion.',
    },
    address: {
      subject: 'Votre adresse e-mail figurait dans une fuite d’un autre site',
      cause: 'Votre adresse e-mail figure dans une liste volée ailleurs : {leak}. {shop} n’a pas été piraté.',
      meaning: 'Nous ne connaissons aucun mot de passe à vous dans cette liste. Vous n’avez rien à faire maintenant.',
      steps: [],
      after:
        'Méfiez-vous des messages qui demandent de l’argent ou un mot de passe. Nous ne vous le demanderons jamais.',
    },
  },
  reminder: 'Votre mot de passe n’a pas encore été changé, voici donc un rappel.',
  reminderMark: 'Rappel : ',
  and: 'et',
  more: 'd’autres',
  why: 'Pourquoi ce message ?',
  whyText:
    'Nous vérifions si nos clients figurent dans des fuites connues, pour protéger les comptes. Pour refuser, écrivez à {contact}.',
}
