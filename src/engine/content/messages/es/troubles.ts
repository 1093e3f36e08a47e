import type { troubles as english } from '../en/troubles.ts';

/** Lo que estorba a los envíos y su remedio. */
export const troubles = {
  'command.kith-admin doctor': 'Qué impide que Kith envíe, y cómo arreglarlo',
  'command.kith-admin doctor.example': '/kith-admin doctor',

  'home.direct-closed':
    'Mis mensajes directos no te llegan, así que tus preguntas esperan aquí, y detrás del mensaje del canal donde lo haya. Para recibirlas otra vez directamente, permite los mensajes directos y elige “por mensaje directo” en Ajustes.',
  'home.trouble': 'Para quienes organizan: algo impide mis envíos. El doctor dice qué es y cómo arreglarlo.',

  'doctor.open': 'El doctor',
  'doctor.again': 'Mirar otra vez',
  'doctor.well': 'He mirado, y nada estorba.',
  'doctor.found': 'He mirado, y esto necesita a alguien:',
  'doctor.unasked':
    'Ahora mismo no pude preguntar a la plataforma; esto es lo que ya sabía. Prueba otra vez en un minuto.',
  'doctor.since': 'Desde el {since}, por última vez el {last}, {times}×.',
  'doctor.more': 'Hay más, y se verá cuando esto esté arreglado.',
  'doctor.organizers': 'Organizaron hace poco',
  'doctor.programs': 'Programas en marcha',
  'doctor.private': 'Solo tú puedes ver esto. Solo nombra a quienes organizan, y no guarda las palabras de nadie.',
  'doctor.direct': 'mensajes directos',
  'doctor.everywhere': 'esta comunidad',
  'doctor.no-program-there': 'lo que se publica ahí',
  'doctor.no-place': 'lo que envío',

  'trouble.channel-gone': 'El canal {where} ya no existe, o es privado y no estoy en él.',
  'trouble.channel-gone.cure':
    'Invítame a él, o elige otro canal para {programs} (/kith-admin program list). No se pierde nada: mientras tanto cada pregunta espera en el /kith de cada persona.',
  'trouble.channel-archived': 'El canal {where} está archivado.',
  'trouble.channel-archived.cure':
    'Recupéralo, o elige otro canal para {programs} (/kith-admin program list). Que ha vuelto lo veo cuando publico ahí otra vez. No se pierde nada: mientras tanto cada pregunta espera en el /kith de cada persona.',
  'trouble.not-in-channel': 'No estoy en el canal {where}, o no puedo verlo.',
  'trouble.not-in-channel.cure':
    'Invítame a él, o déjame verlo en sus permisos. Mientras tanto las preguntas de {programs} esperan en el /kith de cada persona.',
  'trouble.not-allowed': 'Me falta un permiso en {where}: {missing}.',
  'trouble.not-allowed.cure':
    'Dámelo en los permisos del canal o de la aplicación, o pide a quien me aloja que lo añada y me instale otra vez. No se pierde nada de {programs}: mientras tanto cada pregunta espera en el /kith de cada persona.',
  'trouble.cannot-look-up': 'No puedo volver a leer mis propios mensajes en {where}: {missing}.',
  'trouble.cannot-look-up.cure':
    'Dame el permiso, o pide a quien me aloja que lo añada y me instale otra vez. Sin él no sé si un mensaje llegó cuando se perdió la respuesta, y nunca envío uno dos veces por si acaso.',
  'trouble.installation-gone': 'Me retiraron el acceso a {where}, así que he dejado de preguntar.',
  'trouble.installation-gone.cure':
    'Instálame otra vez, o pide a quien me aloja que renueve mi clave. Miro cada pocos minutos y sigo por mi cuenta.',
  'trouble.platform-silent': 'La plataforma no acepta lo que envío a {where}.',
  'trouble.platform-silent.cure':
    'Suele pasar por sí solo. Sigo intentándolo mientras cada mensaje tenga sentido. Si continúa, díselo a quien me aloja.',
  unconnected:
    'Ahora mismo no tengo conexión aquí, así que no se hizo ni se guardó nada. Quien me instaló puede volver a conectarme; nadie más ve esto. Si quieres hablar con alguien mientras tanto: {lines}',
  'unconnected.form':
    'Ahora mismo no tengo conexión aquí, así que esto aún no se guardó. Copia lo que escribiste o envíalo más tarde; quien me instaló puede volver a conectarme.',

  'trouble.missing.unnamed': 'la plataforma no dice qué',

  'finding.no-program': 'No hay ningún programa en marcha, así que no se pregunta nada a nadie.',
  'finding.no-program.cure': '/kith-admin setup trae uno listo; /kith-admin program create crea uno a tu medida.',
  'finding.nobody': 'Todavía no se ha unido nadie.',
  'finding.nobody.cure': '/kith-admin invite publica la invitación. Unirse es decisión de cada persona.',
  'finding.no-pack': 'Las preguntas de {programs} ya no forman parte de mí; hago la de siempre.',
  'finding.no-pack.cure': 'Elige otras preguntas (/kith-admin program list).',
  'finding.no-clock': 'No sé qué hora es aquí, así que los mensajes de {programs} van por UTC.',
  'finding.no-clock.cure': 'Crea o cambia un programa: entonces pregunto por el reloj.',
  'finding.unknown': 'De los mensajes de los últimos siete días, nadie sabe si estos llegaron: {count}.',
  'finding.unknown.cure':
    'No hay nada que hacer: no envío un mensaje dos veces por si acaso. Si aumenta, díselo a quien me aloja.',
  'finding.failed': 'De los mensajes de los últimos siete días, la plataforma no aceptó estos: {count}.',
  'finding.failed.cure': 'Es un fallo mío. Por favor, díselo a quien me aloja.',
  'finding.unreached':
    'Personas a quienes no llegan los mensajes directos: {count}. Sus preguntas esperan en su propio /kith.',
  'finding.unreached.cure': 'No hay nada que hacer: lo saben, y pueden cambiarlo en sus ajustes.',
  'finding.helplines': 'Algunas líneas de ayuda que muestro se comprobaron por última vez hace más de un año.',
  'finding.helplines.cure': 'Pide a quien me aloja que me actualice.',
  'finding.commands': 'La plataforma no tiene todos mis comandos.',
  'finding.commands.cure': 'Pide a quien me aloja que los registre de nuevo.',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
