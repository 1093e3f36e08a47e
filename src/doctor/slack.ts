import { counted, type Finding, fine, warning, wrong } from './findings.ts';

type NotAccepted = { readonly kind: 'refused' | 'unreachable'; readonly code: string };

/** What Slack said of the tokens; `null` for one that is not configured. */
export interface SlackSeen {
  readonly bot:
    | { readonly kind: 'accepted'; readonly workspace: string; readonly missing: readonly string[] }
    | NotAccepted
    | null;
  readonly app: { readonly kind: 'accepted' } | NotAccepted | null;
  /** Each workspace that installed Kith by itself. */
  readonly workspaces: readonly { readonly name: string; readonly seen: NonNullable<SlackSeen['bot']> }[];
}

/** What was found of Slack. */
export function slackFindings({ bot, app, workspaces }: SlackSeen): readonly Finding[] {
  return [...botFindings(bot), ...appFindings(app), ...workspaceFindings(workspaces)];
}

function workspaceFindings(workspaces: SlackSeen['workspaces']): readonly Finding[] {
  const again = 'somebody there installs Kith again at /slack/install; until then it is left in peace';
  const troubled = workspaces.flatMap(({ name, seen }): readonly Finding[] => {
    if (seen.kind === 'accepted') {
      const lacking = seen.missing.join(', ');
      return lacking === '' ? [] : [wrong(`The workspace “${name}” does not grant ${lacking}`, again)];
    }
    if (seen.kind === 'refused')
      return [wrong(`Slack refuses the token of the workspace “${name}” (${seen.code})`, again)];
    return [warning(`Slack could not be asked about the workspace “${name}” (${seen.code})`, 'try again in a minute')];
  });
  const well = workspaces.length - troubled.length;
  return well === 0 ? troubled : [fine(`Slack accepts the tokens of ${counted(well, 'workspace')}`), ...troubled];
}

const WHERE = 'https://api.slack.com/apps';

function botFindings(bot: SlackSeen['bot']): readonly Finding[] {
  if (bot === null) return [fine('Slack: workspaces install Kith by themselves at /slack/install')];
  if (bot.kind !== 'accepted') return [notAccepted('SLACK_BOT_TOKEN', bot, 'OAuth & Permissions')];
  const accepted = fine(`Slack accepts the bot token (workspace “${bot.workspace}”)`);
  if (bot.missing.length === 0) return [accepted, fine('Slack grants every scope Kith needs')];
  return [
    accepted,
    ...bot.missing.map((scope) =>
      wrong(
        `The Slack scope ${scope} is missing`,
        `add it under “OAuth & Permissions” at ${WHERE} and install the app again (slack-manifest.json has them all)`,
      ),
    ),
  ];
}

function appFindings(app: SlackSeen['app']): readonly Finding[] {
  if (app === null) return [];
  if (app.kind === 'accepted') return [fine('Slack accepts the app-level token (Socket Mode)')];
  switch (app.code) {
    case 'missing_scope':
      return [
        wrong(
          'SLACK_APP_TOKEN lacks the scope connections:write',
          `make another with it under “Basic Information → App-Level Tokens” at ${WHERE}`,
        ),
      ];
    case 'forbidden_method':
      return [wrong('Socket Mode is switched off for this app', `switch it on under “Socket Mode” at ${WHERE}`)];
    default:
      return [notAccepted('SLACK_APP_TOKEN', app, 'Basic Information → App-Level Tokens')];
  }
}

function notAccepted(variable: string, { kind, code }: NotAccepted, page: string): Finding {
  if (kind === 'refused') {
    return wrong(`Slack does not accept ${variable} (${code})`, `copy it anew from “${page}” at ${WHERE}`);
  }
  return wrong(
    `Slack could not be asked about ${variable} (${code})`,
    'check that this machine reaches the internet, and SLACK_API_URL if it is set; then try again',
  );
}
