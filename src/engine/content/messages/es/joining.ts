import type { joining as english } from '../en/joining.ts';

/** Joining, home, settings, pausing, leaving. “Cada {weekday}”, since “los sábado” would lack its plural. */
export const joining = {
  'invite.fallback': 'Una invitación de Kith',
  'invite.text':
    'Soy Kith. Una o dos veces por semana te ayudo a saludar, a dar las gracias o a encontrar una mano. Solo escribo a quienes se unen, y unirse no se anuncia.',
  'invite.more': 'Más',

  'join.button': 'Unirme',
  'join.welcome':
    'Te doy la bienvenida. No doy atención profesional, y aquí nadie está de guardia. Lo que respondas es solo para ti; {operator} me gestiona y técnicamente podría leer lo guardado.',
  'join.proposal': 'Una pregunta corta, {cadence}, {place}. ¿Te parece bien?',
  'join.ask-zone': 'Hay algo que no puedo ver: ¿qué hora es donde estás?',
  'join.which-clock': '¿Qué hora es ahí?',
  'join.yes': 'Sí',
  'join.change': 'Cambiar',
  'join.title': 'Unirme: cuándo y dónde',
  'join.no': 'No, gracias',
  'join.small-print':
    'Solo tú puedes ver esto. No se guarda nada hasta que digas que sí, y unirse no se anuncia. Con “Cambiar” eliges también el idioma.',
  'join.small-print.back':
    'Solo tú puedes ver esto. Lo que dejaste sigue guardado y se retoma; unirse no se anuncia. Con “Cambiar” eliges también el idioma.',
  'join.done.direct': 'Ya está, te uniste. Ahora te mando un saludo corto, para ver que mis mensajes te llegan.',
  'join.done.channel':
    'Ya está, te uniste. Cuando toque algo, un mensaje en el canal abre tu propia tarjeta, solo para ti. También te espera en /kith.',
  'join.declined': 'De acuerdo. No se guardó nada, y nadie se entera. /kith join funciona cuando quieras.',
  'join.first':
    'Eso es para quienes se unieron. /kith join explica qué significa; no se guarda nada antes de que digas que sí.',
  'join.not-ordinary':
    'Kith es para las cuentas completas de esta comunidad, así que no puedo añadir cuentas invitadas ni bots. “Necesito ayuda ahora”, en /kith, es para todo el mundo.',
  'welcome.direct':
    'Un saludo de Kith. Es solo para ver que mis mensajes te llegan. No tienes que hacer nada. El botón lo abre todo, cuando quieras.',

  'join.country': 'Festivos y líneas de ayuda: {country}. Se cambia en “Ajustes”.',

  'rhythm.title': 'Cuándo y dónde',
  'rhythm.day': 'Día',
  'rhythm.day.hint': 'Para las preguntas semanales. Solo tú lo ves.',
  'rhythm.time': 'Hora en tu reloj',
  'rhythm.time.hint': 'Como 9:30 o 21:00. Solo tú lo ves.',
  'rhythm.time.example': '10:00',
  'rhythm.place': 'Lugar',
  'rhythm.place.hint': 'Un mensaje directo, o uno del canal, a su hora, cuyo botón abre tu tarjeta. Solo tú ves cuál.',
  'rhythm.zone': 'Dónde está tu reloj',
  'rhythm.zone.hint': 'Una gran ciudad cercana o una zona como America/Bogota. Solo tú lo ves.',
  'rhythm.zone.example': 'America/Bogota',
  'rhythm.language': 'Idioma',
  'rhythm.language.hint': 'El idioma en que te escribo.',

  'home.hello': 'Hola, {name}.',
  'home.open': 'Tienes una pregunta abierta ({since}).',
  'home.answer': 'Responder',
  'home.next': 'Próxima pregunta: {when}.',
  'home.next.program': 'Lo próximo: “{program}”, {when}.',
  'home.nothing-next': 'Ahora mismo no hay nada previsto.',
  'home.snoozed': 'En silencio hasta el {until}.',
  'home.say-hello': 'Saludar a alguien',
  'home.checkin': 'Responder ahora',
  'home.snooze': 'Pausa',
  'home.settings': 'Ajustes',
  'home.help': 'Ayuda',
  'home.need-help': 'Necesito ayuda ahora',
  'home.leave': 'Dejar Kith',
  'home.open-button': 'Abrir inicio',

  'settings.when': 'Cuándo',
  'settings.day-time': 'Cada {weekday} a las {time}',
  'settings.day-time.quiet': 'Cada {weekday} a las {time}; cae en tus horas de silencio, así que llega cuando terminan',
  'settings.day-time.channel':
    'con el mensaje del canal, a su propia hora; lo que no tiene: cada {weekday} a las {time}',
  'settings.where': 'Dónde',
  'settings.zone': 'Zona horaria',
  'settings.language': 'Idioma',
  'settings.quiet': 'Horas de silencio',
  'settings.quiet.none': 'ninguna',
  'settings.quiet.span': 'de {from} a {to}',
  'settings.change': 'Cambiar',
  'settings.change-quiet': 'Horas de silencio',
  'settings.days-off': 'Días libres',
  'settings.days-off.work': 'nada en fin de semana ni en los festivos del país',
  'settings.days-off.community': 'nada en los festivos del país',
  'settings.days-off.ask': 'con preguntas también en festivos y fines de semana',
  'settings.change-country': 'País',
  'settings.ask-on-days-off': 'Pregúntame también en días libres',
  'settings.rest-on-days-off': 'En días libres no',
  'consents.open': 'Lo que acepté',
  'consents.program': '“{program}” te pregunta {cadence}.',
  'consents.program.less': '“{program}” te pregunta {cadence}, y me salto algunas: llega una de cada {every}.',
  'consents.program.all': 'Pregúntame cada vez',
  'consents.program.off': '“{program}” no te pregunta.',
  'consents.program.yes': 'Que me pregunte',
  'consents.program.no': 'Que pare',
  'consents.posting':
    'Cuando a alguien le gustaría que otras personas lean las gracias que te da, {answer, select, always {las publico} ask {te pregunto antes} other {no las publico}}.',
  'consents.posting.always': 'Publicarlas',
  'consents.posting.ask': 'Preguntarme antes',
  'consents.posting.never': 'No publicarlas nunca',
  'consents.ledger.kept': 'Lo que das y recibes se guarda para tu propio balance privado.',
  'consents.ledger.keep': 'Guardarlo, solo para mí',
  'settings.saved': 'Guardado. Se aplica desde ahora.',
  'country.title': 'País',
  'country.hint': 'Para líneas de ayuda y festivos. Vacío si prefieres no decirlo. Solo tú lo ves.',
  'country.example': 'Costa Rica',
  'country.unknown': 'sin definir',
  'quiet.from': 'Nada desde las',
  'quiet.to': 'Hasta las',
  'quiet.hint': 'En tu propio reloj. La misma hora dos veces: sin horas de silencio. Solo tú lo ves.',

  'snooze.question':
    '¿Cuánto tiempo de silencio? Si alguien te escribe una nota, te llega igual. Nadie se entera, y nada cuenta como perdido.',
  'snooze.title': 'Pausa',
  'snooze.week': 'Una semana',
  'snooze.fortnight': 'Dos semanas',
  'snooze.month': 'Un mes',
  'snooze.other': 'Hasta…',
  'snooze.until': 'Cuánto tiempo, o hasta cuándo',
  'snooze.until.hint': 'Un plazo como 3 días o 2 semanas, o una fecha como {date}. Solo tú lo ves.',
  'snooze.unclear':
    'No puedo leer “{typed}” como plazo ni como fecha dentro de un año. Por ejemplo: /kith snooze 2w, o /kith snooze {date}.',
  'snooze.done': 'En silencio hasta el {until}; solo te llega igual una nota de alguien. Nadie se entera.',
  'snooze.end': 'Volver ahora',
  'snooze.ended': 'Qué bueno tenerte de vuelta. Todo sigue como lo elegiste.',

  'leave.stopped': 'Ya paré. No te escribiré más, y nadie se entera.',
  'leave.question': '¿Qué hago con lo guardado: lo conservo {days} días por si vuelves, o lo borro ahora?',
  'leave.notes':
    'Las notas que enviaste se borran con lo demás, de los frascos de quienes las recibieron. O déjalas ahí, sin firma: quedan tus palabras; tu nombre se va, y también lo que esté publicado. Una tarjeta ya abierta quizá aún muestre tu nombre.',
  'leave.keep': 'Conservar {days} días',
  'leave.erase': 'Borrar ahora',
  'leave.erase.unsigned': 'Borrar ahora, dejar mis notas',
  'leave.back': 'Mejor me quedo',
  'leave.kept':
    'Se conserva {days} días y después se borra. /kith join sigue donde lo dejaste, /kith leave lo borra antes. Cuídate.',
  'leave.kept.notes-go': 'Las notas que enviaste se van entonces también, de los frascos de quienes las recibieron.',
  'leave.kept.notes-stay':
    'Las notas que enviaste se quedan entonces con quienes las recibieron, sin firma: quedan tus palabras; tu nombre se va, y también lo que esté publicado.',
  'leave.notes.stay': 'Dejar mis notas, sin firma',
  'leave.notes.go': 'Que mis notas se vayan también',
  'leave.erased.unsigned':
    'Borrado. Las notas que enviaste se quedan con quienes las recibieron, sin firma. Aquí no queda nada más tuyo. Cuídate.',
  'leave.erased': 'Borrado. Aquí no queda nada tuyo. Cuídate.',
  'leave.nothing': 'Aquí no hay nada tuyo guardado.',
  'leave.joined-again':
    'Volviste a unirte después de esta tarjeta, así que dejé todo como está. /kith leave pregunta de nuevo.',

  'goodbye.text':
    'Ahora me quedo en silencio. No pasa nada malo, y nadie se enteró. Con /kith vuelvo cuando quieras. Cuídate.',
  'goodbye.in-a-month': 'Pregúntame en un mes',
  'goodbye.erase': 'Borrar mis datos',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
