import { HTTPException } from 'hono/http-exception';
import type { Actor, LocalPlatform, Person, Seen } from '../driver.ts';
import { community } from '../people.ts';
import { SlackActor } from '../slack/slack-actor.ts';
import type { Registered } from './commands.ts';
import { slackMenus } from './menus.ts';
import type { MovableTime } from './page.ts';
import { standingOf } from './standing.ts';
import type { WrittenAt } from './times.ts';

/** More than anybody scrolls through. */
const MOST_MESSAGES = 100;
/** The conversation with the app, and its home tab, are places beside the channels. */
const DIRECT = 'direct';
const HOME = 'home';

/** What does not depend on who looks. */
export async function overview(platforms: readonly LocalPlatform[], time: MovableTime, registered: Registered) {
  const menus = { slack: await slackMenus(), discord: registered.menus };
  return {
    now: time.now(),
    next: await time.next(),
    community: community.name,
    commands: registered.commands,
    platforms: platforms.map((platform) => ({
      platform: platform.platform,
      botId: platform.botId,
      menus: menus[platform.platform],
      people: membersOf(platform).map((person) => ({
        ...person,
        newest: newestDirect(platform, person),
        standing: standingOf(platform, person.id, time.now()),
      })),
      others: platform.people.filter(({ bot }) => bot).map(({ id, name }) => ({ id, name })),
      places: platform.places,
      refusals: platform.refusals.slice(-5),
    })),
  };
}

/** What one person sees in one place, and what else waits for them. */
export function view(platform: LocalPlatform, personId: string, place: string, writtenAt: WrittenAt) {
  const person = memberNamed(platform, personId);
  const actor = platform.as(person.id);
  const messages = place === HOME ? [] : actor.sees(place).slice(-MOST_MESSAGES);
  return {
    person: person.id,
    place,
    messages: messages.map((message) => ({ ...message, at: writtenAt(platform, message) })),
    modal: actor.modal() ?? null,
    home: homeOf(actor) ?? null,
    places: placesOf(platform, person).map((each) => ({ ...each, newest: newestIn(actor, each.id) })),
    direct: newestIn(actor, DIRECT),
  };
}

export function memberNamed(platform: LocalPlatform, personId: string): Person {
  const person = membersOf(platform).find(({ id, name }) => id === personId || name === personId);
  if (!person)
    throw new HTTPException(404, { message: `Nobody called “${personId}” is on this ${platform.platform}.` });
  return person;
}

function membersOf(platform: LocalPlatform): readonly Person[] {
  return platform.people.filter(({ bot }) => !bot);
}

/** The organizers' channel is closed to others on both platforms. */
function placesOf(platform: LocalPlatform, person: Person) {
  return platform.places.filter(({ name }) => person.admin || name !== 'organizers');
}

/** The newest message of somebody else there; `null` when there is none. */
function newestIn(actor: Actor, place: string): string | null {
  return actor.sees(place).findLast((message: Seen) => message.author !== actor.id)?.id ?? null;
}

function newestDirect(platform: LocalPlatform, person: Person): string | null {
  return newestIn(platform.as(person.id), DIRECT);
}

/** The App Home as it stands, without telling the app that anybody looks. */
function homeOf(actor: Actor): Seen | undefined {
  return actor instanceof SlackActor ? actor.shownHome() : undefined;
}
