import { authMethods } from './auth.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { type Answer, type Api, type Method, SlackError } from './method.ts';
import { reactionMethods } from './reactions.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

const methods: ReadonlyMap<string, Method> = new Map(
  [
    ...authMethods,
    ...chatMethods,
    ...conversationMethods,
    ...fileMethods,
    ...reactionMethods,
    ...userMethods,
    ...viewMethods,
  ].map((each) => [each.name, each]),
);

function checkToken(kind: Method['token'], token: string | undefined, api: Api): void {
  if (kind === 'none') return;
  if (token === undefined || token === '') throw new SlackError('not_authed');
  const { appToken } = api.workspace.identity;
  const { botToken, state } = api.installation;
  if (token !== appToken && token !== botToken) throw new SlackError('invalid_auth');
  if ((token === appToken) !== (kind === 'app')) throw new SlackError('not_allowed_token_type');
  if (kind === 'app' || state === 'installed') return;
  throw new SlackError(state === 'revoked' ? 'token_revoked' : 'account_inactive');
}

function checkScope(method: Method, api: Api): void {
  if (method.token !== 'bot' || method.scopes.length === 0) return;
  const { scopes } = api.installation;
  if (method.scopes.some((scope) => scopes.has(scope))) return;
  throw new SlackError('missing_scope', [], { needed: method.scopes.join(','), provided: [...scopes].join(',') });
}

/**
 * Runs a Web API method as its caller would find it.
 * @throws SlackError with Slack's own code for everything Slack refuses.
 */
export function callMethod(name: string, args: Record<string, unknown>, token: string | undefined, api: Api): Answer {
  const found = methods.get(name);
  if (!found) throw new SlackError('unknown_method', [], { req_method: name });
  checkToken(found.token, token, api);
  checkScope(found, api);
  return found.run(args, api);
}

/** Scopes of which a method wants one, for the `X-Accepted-OAuth-Scopes` header. */
export const acceptedScopes = (name: string): readonly string[] => methods.get(name)?.scopes ?? [];
