import type { LocalPlatform } from '../driver.ts';
import { LocalSlack } from '../slack/local-slack.ts';

/** What a person at the page can set as their status, as Slack and calendars write it; none of them ends by itself. */
export const statuses = ['none', 'holiday', 'meeting'] as const;
type Status = (typeof statuses)[number];

const asSlackHasIt: Readonly<Record<Status, { readonly text: string; readonly emoji: string }>> = {
  none: { text: '', emoji: '' },
  holiday: { text: 'On holiday', emoji: ':palm_tree:' },
  meeting: { text: 'In a meeting', emoji: ':spiral_calendar_pad:' },
};

/** For how long notifications are paused, as Slack's own menu offers it. */
const PAUSE_SECONDS = 2 * 3600;

const seconds = (ms: number) => Math.floor(ms / 1000);

/** What a person shows of themselves beside their name; `null` where the platform tells apps nothing of it. */
export function standingOf(platform: LocalPlatform, person: string, now: number) {
  if (!(platform instanceof LocalSlack)) return null;
  const { status, dnd } = platform.standing(person);
  return {
    status: statuses.find((one) => asSlackHasIt[one].text === status.text) ?? 'none',
    silentUntil: dnd.start <= seconds(now) && dnd.end > seconds(now) ? dnd.end * 1000 : null,
  };
}

export async function setStatus(platform: LocalPlatform, person: string, status: Status): Promise<void> {
  await onSlack(platform).setStatus(person, { ...asSlackHasIt[status], expiration: 0 });
}

/** Pauses notifications from now on, or lets them through again. */
export async function setSilent(platform: LocalPlatform, person: string, silent: boolean, now: number): Promise<void> {
  const start = seconds(now);
  const window = silent ? { start, end: start + PAUSE_SECONDS } : { start: 0, end: 0 };
  await onSlack(platform).setDoNotDisturb(person, window);
}

function onSlack(platform: LocalPlatform): LocalSlack {
  if (platform instanceof LocalSlack) return platform;
  throw new Error(`On ${platform.platform} apps are told nothing of this.`);
}
