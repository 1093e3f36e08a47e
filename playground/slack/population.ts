import { community, type InventedPerson } from '../people.ts';
import { newIdentity } from './identity.ts';
import { newUser, type User } from './users.ts';
import { Workspace } from './workspace.ts';

/** Those beyond the ordinary people, for what apps must refuse to do with them. */
export interface Strangers {
  /** Slack's own bot: not marked as one by the API, and not to be messaged. */
  readonly slackbot: User;
  /** A bot of another app. */
  readonly otherBot: User;
  readonly guest: User;
  readonly deactivated: User;
}

const here = { zone: 'Europe/London', locale: 'en-GB' };

/** A workspace with these people, the usual channels, and four strangers. */
export function populate(
  name: string,
  people: readonly InventedPerson[],
): { workspace: Workspace; strangers: Strangers } {
  const workspace = new Workspace(newIdentity(name));
  const { identity } = workspace;
  const ordinary = people.map((person) => newUser(person));
  const strangers: Strangers = {
    slackbot: newUser({ ...here, id: 'USLACKBOT', name: 'Slackbot', bot: true }),
    otherBot: newUser({ ...here, name: 'Teapot', bot: true }),
    guest: newUser({ ...here, name: 'Gwen', guest: true }),
    deactivated: newUser({ ...here, name: 'Dan', deleted: true }),
  };
  const kith = newUser({ ...here, id: identity.botUserId, name: identity.appName, bot: true });
  for (const user of [...ordinary, ...Object.values(strangers), kith]) workspace.users.set(user.id, user);

  const everybody = [...ordinary.map((user) => user.id), strangers.guest.id];
  const admins = ordinary.filter((user) => user.admin).map((user) => user.id);
  for (const channel of community.channels) {
    const organizers = channel === 'organizers';
    workspace.addChannel(channel, 'public', organizers ? admins : [...everybody, identity.botUserId]);
  }
  return { workspace, strangers };
}
