import { ChannelType } from 'discord-api-types/v10';
import type { Person } from '../driver.ts';
import { channelPermissions, guildPermissions, rolePermissions, rolesOf } from './permissions.ts';
import type { Channel, World } from './world.ts';

/** The languages of the invented people that Discord names otherwise. reference#locales */
const discordLocales: Readonly<Record<string, string>> = { 'es-MX': 'es-419' };

export const discordLocale = (locale: string): string => discordLocales[locale] ?? locale;

/** A user as the API gives one; typed loosely, as `discord-api-spec` checks it in the tests. */
export function userShape(world: World, userId: string) {
  const isApp = userId === world.botId;
  const person = world.person(userId);
  const name = isApp ? world.botName : (person?.name ?? 'Deleted User');
  return {
    id: userId,
    username: name.toLowerCase().replaceAll(/[^a-z0-9._]/g, '_'),
    discriminator: isApp || person?.bot ? '0001' : '0',
    global_name: isApp || person?.bot ? null : name,
    avatar: null,
    avatar_decoration_data: null,
    banner: null,
    accent_color: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    flags: 0,
    ...(isApp || person?.bot ? { bot: true } : {}),
  };
}

export function memberShape(world: World, userId: string) {
  return {
    user: userShape(world, userId),
    nick: null,
    avatar: null,
    banner: null,
    avatar_decoration_data: null,
    collectibles: null,
    communication_disabled_until: null,
    flags: 0,
    joined_at: world.joinedAt,
    pending: false,
    premium_since: null,
    roles: rolesOf(world, userId),
    mute: false,
    deaf: false,
  };
}

/** A member in `resolved` data: without user, mute and deaf, with permissions in the channel. */
export function resolvedMemberShape(world: World, userId: string, channel: Channel) {
  const { user: _user, mute: _mute, deaf: _deaf, ...member } = memberShape(world, userId);
  return { ...member, permissions: channelPermissions(world, channel, userId).toString() };
}

function roleShapes(world: World) {
  const role = (id: string, name: string, permissions: bigint, position: number) => ({
    id,
    name,
    permissions: permissions.toString(),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: id === world.roles.app,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
    ...(id === world.roles.app ? { tags: { bot_id: world.botId } } : {}),
  });
  return [
    role(world.roles.everyone, '@everyone', rolePermissions.everyone, 0),
    role(world.roles.app, world.botName, rolePermissions.app, 1),
    role(world.roles.organizers, 'Organizers', rolePermissions.organizers, 2),
  ];
}

export function channelShape(world: World, channel: Channel) {
  const { id, lastMessageId: last_message_id, recipient } = channel;
  if (recipient !== undefined) {
    const recipients = [userShape(world, recipient)];
    return { id, type: ChannelType.DM as const, last_message_id, flags: 0, recipients };
  }
  return {
    id,
    type: ChannelType.GuildText as const,
    guild_id: world.guildId,
    name: channel.name,
    position: channel.position,
    topic: null,
    nsfw: false,
    parent_id: null,
    rate_limit_per_user: 0,
    last_message_id,
    flags: 0,
    permission_overwrites: channel.overwrites.map(({ id: of, type, allow, deny }) => ({
      id: of,
      type,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
  };
}

export function guildShape(world: World) {
  return {
    id: world.guildId,
    name: world.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: world.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: world.places[0]?.id ?? null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: roleShapes(world),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 250_000,
    max_stage_video_channel_users: 0,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

/** The server in GUILD_CREATE. Without the members intent only the app's own member comes along. */
export function guildCreateShape(world: World) {
  return {
    ...guildShape(world),
    joined_at: world.joinedAt,
    large: false,
    unavailable: false,
    member_count: world.present.size + 1,
    voice_states: [],
    members: [memberShape(world, world.botId)],
    channels: world.places.map((channel) => channelShape(world, channel)),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function applicationShape(world: World) {
  return {
    id: world.botId,
    name: world.botName,
    icon: null,
    description: '',
    type: null,
    flags: 0,
    flags_new: '0',
    bot: userShape(world, world.botId),
    bot_public: true,
    bot_require_code_grant: false,
    integration_types_config: { '0': { oauth2_install_params: { scopes: ['bot'], permissions: '0' } } },
    verify_key: '0'.repeat(64),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userShape(world, world.ownerId),
    approximate_guild_count: world.installed ? 1 : 0,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}

/** READY, the first event of a session. `served`: the server's events come to its shard. */
export function readyShape(
  world: World,
  session: {
    readonly id: string;
    readonly shard: readonly [id: number, count: number];
    readonly served: boolean;
    readonly url: string;
  },
) {
  return {
    v: 10,
    user: { ...userShape(world, world.botId), verified: true, mfa_enabled: false, email: null },
    guilds: session.served ? [{ id: world.guildId, unavailable: true }] : [],
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: session.url,
    shard: session.shard,
    application: { id: world.botId, flags: applicationShape(world).flags },
    private_channels: [],
    relationships: [],
    presences: [],
    geo_ordered_rtc_regions: [],
    user_settings: {},
    _trace: ['local-discord'],
  };
}

export function myGuildShape(world: World) {
  return {
    id: world.guildId,
    name: world.name,
    icon: null,
    banner: null,
    owner: false,
    permissions: guildPermissions(world, world.botId).toString(),
    features: [],
  };
}

/** Who acts, as an interaction tells it: a member in the server, a user in direct messages. */
export function actingShape(world: World, person: Person, channel: Channel) {
  if (channel.recipient !== undefined) return { user: userShape(world, person.id) };
  const permissions = channelPermissions(world, channel, person.id).toString();
  return { member: { ...memberShape(world, person.id), permissions } };
}
