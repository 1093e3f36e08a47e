import type { programs as english } from '../en/programs.ts';

/** What organizers see, and the doorbell. */
export const programs = {
  'cadence.weekly': 'cada {weekday}',
  'cadence.weekdays': 'de lunes a viernes',
  'cadence.daily': 'cada día',
  'cadence.fortnightly': 'cada dos semanas, el {weekday}',
  'cadence.at': '{cadence} a las {time}',

  'program.title': 'Un programa nuevo',
  'program.submit': 'Crear',
  'program.name': 'Nombre',
  'program.name.hint': 'Se ve en “¿Por qué veo esto?”.',
  'program.name.example': 'La semana amable',
  'program.often': 'Con qué frecuencia',
  'program.often.hint': 'Si es semanal, cada persona puede pasarlo al día que prefiera.',
  'program.time': 'Hora',
  'program.time.hint': 'Como 9:30: en el reloj de cada persona, o en el de la comunidad para el canal.',
  'program.channel': 'Canal',
  'program.channel.hint': 'Un mensaje ahí abre la tarjeta de quien lo prefiera así. Sin canal, está en /kith.',
  'program.channel.none': 'ninguno',
  'program.pack': 'Preguntas',
  'program.pack.hint': 'Lo que se pregunta. Cada persona puede dejar descansar un tema.',
  'program.created': 'Ya está.',
  'program.who':
    'Llega a quienes se unieron, a cada persona a su hora. Quién se unió, y lo que responde cada cual, no se muestra a nadie. /kith-admin invite publica la invitación.',
  'program.none': 'Todavía no hay ningún programa. /kith-admin program create crea uno.',
  'program.gone':
    'Ese programa está archivado o no es de esta comunidad. /kith-admin program list muestra los que hay.',
  'program.status': 'Estado',
  'program.status.active': 'en marcha',
  'program.status.paused': 'en pausa',
  'program.status.archived': 'archivado',
  'program.preview': 'Vista previa',
  'program.preview.note': 'Así lo ve quien participa. Aquí sus botones no cuentan.',
  'program.pause': 'Pausar',
  'program.resume': 'Reanudar',
  'program.archive': 'Archivar',
  'program.which-clock': 'Para el mensaje en el canal: ¿qué hora es en esta comunidad?',

  'doorbell.fallback': 'Una pregunta, para quien quiera',
  'doorbell.text': '{program}: para quienes se unieron. El botón abre tu propia tarjeta, solo para ti.',
  'doorbell.open': 'Abrir la mía',
  'doorbell.private': 'Nadie ve quién la abre.',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
