/** The invented community of the playground: a dozen people in several zones, the same on both platforms. */
export interface InventedPerson {
  readonly name: string;
  readonly zone: string;
  readonly locale: 'en-US' | 'en-GB' | 'es-ES' | 'es-MX';
  /** Workspace admin on Slack; has *Manage Server* on Discord. */
  readonly admin: boolean;
}

export const community = { name: 'Harbour', channels: ['general', 'kindness', 'organizers'] } as const;

export const people: readonly InventedPerson[] = [
  { name: 'Robin', zone: 'Europe/London', locale: 'en-GB', admin: true },
  { name: 'Sam', zone: 'Europe/Berlin', locale: 'en-GB', admin: false },
  { name: 'Noor', zone: 'Asia/Dubai', locale: 'en-GB', admin: false },
  { name: 'Mateo', zone: 'Europe/Madrid', locale: 'es-ES', admin: false },
  { name: 'Ines', zone: 'America/Mexico_City', locale: 'es-MX', admin: false },
  { name: 'Kai', zone: 'Pacific/Honolulu', locale: 'en-US', admin: false },
  { name: 'Ada', zone: 'America/New_York', locale: 'en-US', admin: true },
  { name: 'Ravi', zone: 'Asia/Kolkata', locale: 'en-GB', admin: false },
  { name: 'Mei', zone: 'Asia/Tokyo', locale: 'en-US', admin: false },
  { name: 'Tama', zone: 'Pacific/Auckland', locale: 'en-GB', admin: false },
  { name: 'Zola', zone: 'Africa/Johannesburg', locale: 'en-GB', admin: false },
  { name: 'Ellis', zone: 'America/Los_Angeles', locale: 'en-US', admin: false },
];
