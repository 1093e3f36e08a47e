import { ComponentType } from 'discord-api-types/v10';
import type { Component } from './components.ts';
import type { Mentioned } from './resolved.ts';
import type { World } from './world.ts';

/** The values a select sends for the labels or names a person picked; throws what the client would not allow. */
export function chosenValues(
  world: World,
  select: Component,
  picked: readonly string[],
  mentioned: Mentioned,
): string[] {
  const values = picked.map((label) => chosenValue(world, select, label, mentioned));
  const [least, most] = bounds(select);
  if (values.length < least) throw new Error(`Make at least ${least} selection${least === 1 ? '' : 's'}.`);
  if (values.length > most) throw new Error(`You can only make ${most} selection${most === 1 ? '' : 's'}.`);
  return values;
}

function bounds(select: Component): [number, number] {
  if (select.type === ComponentType.RadioGroup) return [select.required === false ? 0 : 1, 1];
  const least = select.min_values ?? 1;
  const most = select.max_values ?? (select.type === ComponentType.CheckboxGroup ? (select.options?.length ?? 1) : 1);
  return [select.required === false ? 0 : least, most];
}

function chosenValue(world: World, select: Component, label: string, mentioned: Mentioned): string {
  if (select.options) {
    const option = select.options.find((candidate) => candidate.label === label);
    if (option) return option.value;
    const offered = select.options.map((candidate) => candidate.label).join(', ');
    throw new Error(`There is no option “${label}”; there are: ${offered}`);
  }
  if (select.type === ComponentType.ChannelSelect) {
    const place = world.place(label);
    if (!place) throw new Error(`There is no channel “${label}”.`);
    mentioned.channels.add(place.id);
    return place.id;
  }
  const person = world.person(label);
  if (!person || !world.present.has(person.id)) throw new Error(`There is nobody called “${label}” here.`);
  mentioned.users.add(person.id);
  return person.id;
}
