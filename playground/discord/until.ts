import type { Actor } from '../driver.ts';
import type { World } from './world.ts';

/** Looks again after every visible change until there is something to return. */
export function waitUntil<T>(
  world: World,
  actor: Actor,
  what: string,
  look: (actor: Actor) => T | undefined | false,
  timeoutMs: number,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const check = () => {
    try {
      const found = look(actor);
      if (found !== undefined && found !== false) resolve(found);
    } catch (error) {
      reject(error);
    }
  };
  const stopListening = world.onChange(check);
  const timer = setTimeout(() => reject(new Error(missed(actor, what, timeoutMs))), timeoutMs);
  check();
  return promise.finally(() => {
    stopListening();
    clearTimeout(timer);
  });
}

function missed(actor: Actor, what: string, timeoutMs: number): string {
  const lines = actor.sees().map(({ text, buttons }) => `- ${text} [${buttons.map(({ label }) => label).join('] [')}]`);
  const modal = actor.modal();
  if (modal) lines.push(`modal: ${modal.title} (${modal.inputs.map(({ label }) => label).join(', ')})`);
  return `${actor.name} did not see ${what} within ${timeoutMs} ms, but:\n${lines.join('\n') || 'nothing'}`;
}
