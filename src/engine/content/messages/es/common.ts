import type { common as english } from '../en/common.ts';

/** Words used everywhere. ICU MessageFormat; `{…}` are values, `<b>` is bold. */
export const common = {
  'card.neutral': 'Una nota de Kith',
  'operator.unknown': 'quien hospeda este bot',
  'card.only-you': 'Solo tú puedes ver esto.',
  'modal.cancel': 'Ahora no',
  'modal.save': 'Guardar',
  'modal.choose': 'Elegir',
  'modal.almost': 'Ya casi. No se perdió nada de lo que escribiste:',
  'modal.still-here': 'Lo que escribiste sigue aquí.',
  'modal.given-back': 'Para que no se pierda, esto es lo que escribiste:',
  'place.direct': 'por mensaje directo',
  'place.channel': 'desde un mensaje en el canal',
  'place.home': 'en tu propio /kith',
  'support.emotional': 'Alguien que escuche',
  'support.practical': 'Ayuda con una tarea',
  'support.informational': 'Alguien que sepa del tema',
  'support.appraisal': 'Una segunda opinión',
  'support.esteem': 'Un poco de ánimo',

  'problem.time': 'Escribe una hora como 9:30 o 21:00.',
  'problem.zone':
    'No conozco ese lugar. Prueba con una gran ciudad cercana, como Bogotá, o con una zona como America/Bogota.',
  'problem.country': 'No conozco ese país. Escribe su nombre o sus dos letras, como Costa Rica o CR, o déjalo vacío.',
  'problem.choose': 'Elige una opción de la lista.',
  'problem.name': 'Ponle un nombre de 1 a {most} caracteres.',
  'problem.until': 'Escribe un plazo como 3 días, 2 semanas o 1 mes, o una fecha dentro de un año, como {date}.',
  'problem.too-long': 'Son {length} caracteres, y puedo guardar {most}. Acórtalo un poco, por favor; no cambió nada.',

  'error.ours': 'Algo falló de mi lado, y no cambió nada. Prueba otra vez en un momento, por favor.',
  'error.old-card': 'Esta tarjeta es de otro momento o lugar, y no cambió nada. Así están las cosas:',
  'error.not-organizer':
    'Eso es para quienes organizan esta comunidad y, por lo que veo ahora, no es tu caso. No cambió nada. /kith muestra lo que puedes hacer.',

  'misunderstood.unknown':
    'No conozco “{typed}”. {nearest, select, none {} other {¿Querías decir {nearest}? }}/{root} help lo muestra todo.',
  'misunderstood.missing': '/{command} necesita también “{option}”. Por ejemplo: {example}',
  'misunderstood.wrong': 'No puedo leer “{typed}” como “{option}”. Por ejemplo: {example}',
  'misunderstood.too-much': 'Eso es más de lo que entiendo: “{typed}”. Por ejemplo: {example}',

  'about.what':
    'Soy Kith. Una o dos veces por semana te ayudo a saludar, a dar las gracias o a encontrar una mano. Solo escribo a quienes se unen, unirse no se anuncia, y puedes parar en cualquier momento.',
  'about.private':
    'Lo que respondes no se muestra a nadie más que a ti. Se guarda cifrado; {operator} me gestiona y técnicamente podría leerlo. Quienes administran un espacio de trabajo quizá puedan leer los mensajes directos.',
  'about.limits':
    'Soy un bot y no doy atención profesional: aquí nadie está de guardia, no puedo saber cómo estás y se me pueden escapar cosas. “Necesito ayuda ahora” siempre muestra personas que te escuchan.',

  'resources.text': 'Estas personas te escuchan, ahora o cuando quieras:',
  'resources.emergency':
    'En una emergencia, llama al número de emergencias de tu zona: el 112 o el 911 funcionan en muchos países.',
  'resources.emergency-number': 'Si tú o alguien más puede estar en peligro ahora, llama al {number}.',
  'resources.private': 'Nadie sabrá que abriste esto. País: {country}, supuesto por tu zona horaria.',
  'resources.private.member': 'Nadie sabrá que abriste esto. País: {country}; se cambia en “Ajustes”.',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
