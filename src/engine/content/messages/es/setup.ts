import type { setup as english } from '../en/setup.ts';

/** Lo primero que se cuenta de la comunidad, y el primer programa ya preparado. */
export const setup = {
  'setup.title': 'Cómo funciona Kith aquí',
  'setup.open': 'Configurar Kith',
  'setup.offer': 'Organizas esta comunidad y todavía nadie me ha contado cómo es. Es un minuto.',
  'setup.proposed': 'Así empezaría yo aquí. Cambia lo que no encaje; no escribo a nadie que no se haya unido.',
  'setup.stands': 'Así funciona Kith aquí. Los cambios valen de inmediato para lo que aún no se envió.',
  'setup.mode': 'Qué es este lugar',
  'setup.mode.hint': 'En el trabajo, los fines de semana son libres. Lo ve quien organiza.',
  'setup.mode.work': 'un lugar de trabajo',
  'setup.mode.community': 'una comunidad de amistades, vecindad o asociación',
  'setup.language': 'Idioma de los mensajes',
  'setup.language.hint': 'Para lo que todo el mundo puede leer. Para lo demás, cada cual elige el suyo.',
  'setup.country.hint': 'Para fines de semana y festivos de los mensajes. Cada persona tiene el suyo.',
  'setup.minors': '¿Hay menores de 18?',
  'setup.minors.hint': 'Hoy no cambia nada. Con “sí”, no habrá peticiones anónimas ni presentaciones cuando lleguen.',
  'setup.minors.yes': 'sí, o no se sabe',
  'setup.minors.no': 'no, solo personas adultas',
  'setup.zone': 'Reloj de los mensajes',
  'setup.zone.hint': 'Una gran ciudad cercana o una zona como America/Bogota. Cada persona tiene el suyo.',
  'setup.channel': 'Canal',
  'setup.channel.choose': 'Canal para preguntas y gracias públicas',
  'setup.no-channel': 'Sin canal',
  'setup.fits': 'Así está bien',
  'setup.hello': 'Hola del lunes',
  'setup.thanks': 'Gracias del jueves',
  'setup.gentle':
    'Hay un primer programa preparado, la semana amable: una pregunta corta los lunes y, los jueves, un momento para dar las gracias a alguien. Solo llega a quienes se unan.',
  'setup.gentle.make': 'Empezar la semana amable',
  'setup.gentle.made':
    'La semana amable está en marcha; “Todos los programas” muestra sus días. Lo siguiente: /kith-admin invite, en el canal donde la gente deba encontrarme, publica la invitación.',
  'setup.gentle.archived': 'La semana amable está archivada. Con “Todos los programas” empieza un programa nuevo.',
  'setup.private': 'Lo ve quien organiza; quién lo cambió está en /kith-admin audit.',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
