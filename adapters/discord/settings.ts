/** What it takes to be a Discord application. */
export interface DiscordSettings {
  readonly token: string;
  readonly applicationId: string;
  /** Without version, such as `https://discord.com/api`; the gateway's address is asked of it. */
  readonly apiUrl: string;
  /** Into how many shards the gateway is cut; `null` asks Discord. */
  readonly shards: number | null;
}
