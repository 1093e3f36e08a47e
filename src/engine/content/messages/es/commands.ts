import type { commands as english } from '../en/commands.ts';

/** What each command and option is, and a right example. At most 100 characters each. */
export const commands = {
  'command.kith home': 'Lo que viene, lo que está abierto y un botón para todo',
  'command.kith home.example': '/kith home',
  'command.kith checkin': 'Responder ahora, sin esperar',
  'command.kith checkin.example': '/kith checkin',
  'command.kith join': 'Ver qué significa participar y después decidir',
  'command.kith join.example': '/kith join',
  'command.kith settings': 'Día, hora, lugar, zona horaria, idioma, horas de silencio',
  'command.kith settings.example': '/kith settings',
  'command.kith snooze': 'Un tiempo de silencio; nadie se entera',
  'command.kith snooze.example': '/kith snooze 2w',
  'command.kith snooze.for':
    'Cuántos días, semanas o meses (3d, 2w, 1m) o hasta qué fecha (2026-12-24). Solo tú lo ves.',
  'command.kith leave': 'Parar de inmediato y después conservar o borrar lo guardado',
  'command.kith leave.example': '/kith leave',
  'command.kith resources': 'Personas que te escuchan ahora',
  'command.kith resources.example': '/kith resources',
  'command.kith help': 'Qué es Kith, qué no puede hacer y todos los comandos',
  'command.kith help.example': '/kith help',
  'command.kith-admin invite': 'Publicar en este canal la invitación con el botón “Unirme”',
  'command.kith-admin invite.example': '/kith-admin invite',
  'command.kith-admin program create': 'Preparar una pregunta que se repite',
  'command.kith-admin program create.example': '/kith-admin program create',
  'command.kith-admin program list': 'Ver, pausar, reanudar o archivar programas',
  'command.kith-admin program list.example': '/kith-admin program list',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
