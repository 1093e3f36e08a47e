import { PlatformError } from '../../src/engine/errors.ts';
import type { Acting, Mentioned } from '../../src/engine/event.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Profile } from '../../src/engine/ports/platform.ts';
import { calling, isUnconnected, platformErrorOf } from './errors.ts';
import { times } from './limits.ts';
import { type SlackUser, slackUser } from './payloads.ts';
import type { Workspace } from './workspaces.ts';

/** Slack's own assistant has an ordinary user's record. */
const SLACKBOT = 'USLACKBOT';
const MOST_KEPT = 20_000;

/** What a payload itself says of who acted. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
}

function nameOf(user: SlackUser): string {
  return user.profile.display_name || user.profile.real_name || user.real_name || user.name || user.id;
}

function belongs(user: SlackUser, teamId: string): boolean {
  return !user.team_id || user.team_id === teamId || (user.enterprise_user?.teams.includes(teamId) ?? false);
}

function ordinary(user: SlackUser, teamId: string): boolean {
  const special = user.is_bot || user.is_restricted || user.is_ultra_restricted || user.is_stranger || user.deleted;
  return !special && user.id !== SLACKBOT && belongs(user, teamId);
}

function actingAs(id: string, user: SlackUser, { teamId }: Workspace): Acting {
  const isOrdinary = ordinary(user, teamId);
  return {
    externalId: id,
    name: nameOf(user),
    locale: user.locale ?? null,
    zone: user.tz ?? null,
    organizer: (user.is_admin || user.is_owner) && isOrdinary,
    ordinary: isOrdinary,
    ...(isOrdinary ? {} : { outside: true }),
  };
}

function actingUnasked(named: Named, { teamId }: Workspace): Acting {
  return {
    externalId: named.id,
    name: named.name || named.id,
    locale: null,
    zone: null,
    organizer: false,
    ordinary: named.teamId === null || named.teamId === teamId,
  };
}

/** Who people are, kept ten minutes for each process and refreshed by `user_change`. */
export class People {
  readonly #kept = new Map<string, { readonly user: SlackUser; readonly until: number }>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * Who acted; when Slack does not say in time, what the payload has, without an organizer's rights.
   * @throws PlatformError `installation-gone` where it matters which rights they have: nobody is told that they have none
   */
  async acting(workspace: Workspace, named: Named, rightsMatter = false): Promise<Acting> {
    try {
      return actingAs(named.id, await this.#user(workspace, named.id, workspace.quick), workspace);
    } catch (error) {
      if (rightsMatter && isUnconnected(error)) throw error;
      this.#log.warn('slack.profile-unknown', { code: error instanceof PlatformError ? error.message : 'unexpected' });
      return actingUnasked(named, workspace);
    }
  }

  /** The same without asking Slack: as far as it is known from before. */
  actingAsKnown(workspace: Workspace, named: Named): Acting {
    const user = this.#known(workspace, named.id);
    return user === null ? actingUnasked(named, workspace) : actingAs(named.id, user, workspace);
  }

  /** The person as Slack knows them now, never from what is kept; `null` when they are gone. */
  async profile(workspace: Workspace, id: string): Promise<Profile | null> {
    try {
      const user = await this.#ask(workspace, id, workspace.web);
      if (user.deleted) return null;
      return {
        name: nameOf(user),
        zone: user.tz ?? null,
        locale: user.locale ?? null,
        ordinary: ordinary(user, workspace.teamId),
      };
    } catch (error) {
      const failure = platformErrorOf(error);
      if (failure.refusal === 'person-gone') return null;
      throw failure;
    }
  }

  /** What named persons are, as far as Slack says in time. */
  async mentioned(workspace: Workspace, ids: readonly string[]): Promise<Mentioned> {
    const told = await Promise.all(
      [...new Set(ids)].map(async (id) => {
        const kind = await this.#kindOf(workspace, id);
        return kind ? [[id, kind] as const] : [];
      }),
    );
    return Object.fromEntries(told.flat());
  }

  async #kindOf(workspace: Workspace, id: string): Promise<Mentioned[string] | null> {
    try {
      const user = await this.#user(workspace, id, workspace.quick);
      if (user.deleted) return 'gone';
      return user.is_bot || user.id === SLACKBOT ? 'bot' : 'person';
    } catch (error) {
      return error instanceof PlatformError && error.refusal === 'person-gone' ? 'gone' : null;
    }
  }

  /** Names for places where a mention would ring; the id stands in where Slack does not say. */
  async names(workspace: Workspace, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const named = await Promise.all(
      [...new Set(ids)].map(
        async (id) => [id, (await this.acting(workspace, { id, name: '', teamId: null })).name] as const,
      ),
    );
    return new Map(named);
  }

  /** `user_change`: refreshes whom we know; others are asked for when they act. */
  changed(teamId: string, user: SlackUser): void {
    const key = `${teamId}:${user.id}`;
    const known = this.#kept.get(key);
    if (known) this.#keep(key, { ...user, locale: user.locale ?? known.user.locale });
  }

  async #user(workspace: Workspace, id: string, client: Workspace['web']): Promise<SlackUser> {
    return this.#known(workspace, id) ?? (await this.#ask(workspace, id, client));
  }

  #known(workspace: Workspace, id: string): SlackUser | null {
    const known = this.#kept.get(`${workspace.teamId}:${id}`);
    return known && known.until > Date.now() ? known.user : null;
  }

  async #ask(workspace: Workspace, id: string, client: Workspace['web']): Promise<SlackUser> {
    const answer = await calling(client.users.info({ user: id, include_locale: true }));
    const user = slackUser.parse(answer.user);
    this.#keep(`${workspace.teamId}:${id}`, user);
    return user;
  }

  #keep(key: string, user: SlackUser): void {
    this.#kept.delete(key);
    this.#kept.set(key, { user, until: Date.now() + times.profileKept });
    const oldest = this.#kept.size > MOST_KEPT ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}
