declare const brand: unique symbol;
/** What a button, select or modal carries back to us: an action's name and its arguments. */
export type Token = string & { readonly [brand]: 'token' };

/** Discord's `custom_id` holds 100 characters; 24 are left to the adapter, which adds the delivery's id. */
export const MAX_TOKEN_LENGTH = 76;
const SEPARATOR = '|';

/**
 * Names an action and what it acts on.
 * @throws RangeError when it would not fit, or an argument holds the separator: a bug of the caller.
 */
export function token(action: string, ...args: readonly string[]): Token {
  const text = [action, ...args].join(SEPARATOR);
  if (text.length > MAX_TOKEN_LENGTH) throw new RangeError(`token of ${text.length} characters: ${action}`);
  if (args.some((arg) => arg.includes(SEPARATOR))) throw new RangeError(`token argument with a separator: ${action}`);
  return text as Token;
}

/** The inverse of {@link token}; anything a client may have forged comes out as a name and strings, to be checked by the action. */
export function readToken(text: string): { readonly action: string; readonly args: readonly string[] } {
  const [action = '', ...args] = text.split(SEPARATOR);
  return { action, args };
}
