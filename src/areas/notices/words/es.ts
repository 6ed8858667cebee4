import type { Words } from './words.ts'

const steps = [
  'Escriba {site} en su navegador.',
  'Elija «He olvidado mi contraseña».',
  'Ponga una contraseña que no use en ningún otro sitio.',
]

export const es: Words = {
  language: 'es',
  hello: 'Hola',
  noMisuse: 'Hemos revisado su cuenta con nosotros y no vemos señales de mal uso.',
  variants: {
    shop: {
      subject: 'Por favor, elija una contraseña nueva para {shop}',
      cause:
        'Su contraseña de {shop} está en una lista hecha por programas dañinos en teléfonos u ordenadores. Nadie ha entrado en los sistemas de {shop}.',
      meaning: 'Alguien puede conocer esa contraseña. Cámbiela en un dispositivo de confianza:',
      steps,
      after: 'Después, revise sus dispositivos con un antivirus.',
    },
    password: {
      subject: 'Por favor, elija una contraseña nueva para {shop}',
      cause:
        'Su correo y una contraseña están en una lista robada a otros: {leak}. Nadie ha entrado en los sistemas de {shop}.',
      meaning: 'Si usa esa contraseña también aquí, alguien podría probarla. Por favor, elija una nueva:',
      steps,
      after: 'Es posible que se lo pidamos la próxima vez que entre.',
    },
    address: {
      subject: 'Su correo estaba en una filtración de otro sitio',
      cause: 'Su correo está en una lista robada a otros: {leak}. Nadie ha entrado en los sistemas de {shop}.',
      meaning: 'No nos consta ninguna contraseña suya en esa lista. Ahora no tiene que hacer nada.',
      steps: [],
      after: 'Cuidado con los mensajes que piden dinero o una contraseña. Nunca le pediremos su contraseña.',
    },
  },
  reminder: 'Todavía no ha cambiado su contraseña, por eso se lo recordamos.',
  reminderMark: 'Recordatorio: ',
  and: 'y',
  more: 'otros',
  why: '¿Por qué recibo esto?',
  whyText:
    'Comprobamos si nuestros clientes están en filtraciones conocidas, para proteger las cuentas. Si no lo desea, escriba a {contact}.',
}
