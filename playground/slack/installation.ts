import { randomBytes } from 'node:crypto';
import { newBotToken } from './identity.ts';

/** Granted unless the options name others (`fromManifest` gives those of a manifest). */
const defaultScopes = [
  'commands',
  'chat:write',
  'im:write',
  'im:history',
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:read',
  'users:read',
  'users.profile:read',
  'dnd:read',
  'team:read',
  'files:write',
  'reactions:read',
  'reactions:write',
] as const;

/** The app's installation in the workspace: its token, its scopes, and whether both still hold. */
export class Installation {
  botToken = newBotToken();
  state: 'installed' | 'revoked' | 'uninstalled' = 'installed';
  readonly scopes: Set<string>;
  /** Whether the app's own settings let it write to people directly. */
  messagesTab = true;
  readonly #codes = new Map<string, 'fresh' | 'used'>();

  constructor(scopes: readonly string[] = defaultScopes) {
    this.scopes = new Set(scopes);
  }

  /** A code such as the OAuth redirect carries; good for one exchange. */
  newCode(): string {
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, 'fresh');
    return code;
  }

  /** Exchanges a code: the app is installed (again) with a new token. */
  exchange(code: string): 'ok' | 'invalid_code' | 'code_already_used' {
    const known = this.#codes.get(code);
    if (!known) return 'invalid_code';
    if (known === 'used') return 'code_already_used';
    this.#codes.set(code, 'used');
    this.botToken = newBotToken();
    this.state = 'installed';
    return 'ok';
  }
}
