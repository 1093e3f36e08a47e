/** What a person reads on the way to a real workspace or server. */

export interface SlackWay {
  /** At which Slack offers to make the app, everything filled in. */
  readonly manifestLink: string;
  /** Slack calls this server's address; otherwise Kith opens a connection of its own (Socket Mode). */
  readonly http: boolean;
}

/** `https://api.slack.com/apps?new_app=1&manifest_json=…`: https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests */
export function manifestLink(manifest: object): string {
  return `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(manifest))}`;
}

export function slackSteps({ manifestLink: link, http }: SlackWay): readonly string[] {
  const second = http
    ? 'Under “Basic Information”, copy the “Signing Secret” into SLACK_SIGNING_SECRET.'
    : 'Under “Basic Information → App-Level Tokens”, generate a token with the scope connections:write and copy it (xapp-…) into SLACK_APP_TOKEN.';
  return numbered([
    `Open this link, choose your workspace and press “Create”. Everything is filled in:\n\n   ${link}\n`,
    'Under “OAuth & Permissions”, press “Install to Workspace” and copy the “Bot User OAuth Token” (xoxb-…) into SLACK_BOT_TOKEN.',
    second,
  ]);
}

/** @param installLink `null` while the application's id is not known */
export function discordSteps(installLink: string | null): readonly string[] {
  const link =
    installLink === null
      ? 'Then run npm run connect once more: it prints the link that adds Kith to your server with the least permissions.'
      : `Open this link and add Kith to your server; it asks for the least permissions:\n\n   ${installLink}\n`;
  return numbered([
    'Open https://discord.com/developers/applications and press “New Application”; call it Kith.',
    'Under “General Information”, copy the “Application ID” into DISCORD_APPLICATION_ID.',
    'Under “Bot”, press “Reset Token” and copy the token into DISCORD_TOKEN. No privileged intent is needed: leave them off.',
    link,
    'Register the commands: npm run discord:register (npm start does it too).',
  ]);
}

/** For whoever has no terminal to be asked in. */
export function commonSteps(keys: string | null): readonly string[] {
  const key =
    keys === null
      ? []
      : [`Add this line; what members write is encrypted with it:\n\n   KITH_ENCRYPTION_KEYS=${keys}\n`];
  return numbered([
    'The values go into the file .env beside package.json (readable by you alone: chmod 600 .env), or into the environment.',
    ...key,
    'Set KITH_OPERATOR to the name of whoever hosts this Kith: people read it when they join.',
    'npm run doctor looks at everything and says what is missing; npm start starts Kith.',
  ]);
}

function numbered(steps: readonly string[]): readonly string[] {
  return steps.map((step, index) => `${index + 1}. ${step}`);
}
