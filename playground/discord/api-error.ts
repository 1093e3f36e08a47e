/** What is wrong with one field, as Discord's `50035 Invalid Form Body` tells it. */
export interface FieldIssue {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** A refusal with Discord's own status, code and text. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly issues: readonly FieldIssue[];

  constructor(status: number, code: number, message: string, issues: readonly FieldIssue[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.issues = issues;
  }

  /** The JSON body of the answer. */
  body(): object {
    const { message, code } = this;
    return this.issues.length > 0 ? { message, code, errors: nest(this.issues) } : { message, code };
  }

  /** One line for the list of refusals. */
  detail(): string {
    const fields = this.issues.map((issue) => `${issue.path.join('.')}: ${issue.message} (${issue.code})`);
    return [this.message, ...fields].join('; ');
  }
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const known = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownEmoji: [400, 10014, 'Unknown Emoji'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50001, 'Missing Access'],
  cannotEditOthers: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotMessageUser: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  invalidRecipients: [400, 50033, 'Invalid Recipient(s)'],
  invalidApiVersion: [400, 50041, 'Invalid API version specified.'],
  fileTooLarge: [413, 40005, 'Request entity too large'],
  invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
} as const satisfies Record<string, readonly [number, number, string]>;

/** The named refusal, to be thrown. */
export function refusal(name: keyof typeof known): ApiError {
  const [status, code, message] = known[name];
  return new ApiError(status, code, message);
}

/** `50035 Invalid Form Body` with the path of every field that is wrong. */
export function invalidForm(issues: readonly FieldIssue[]): ApiError {
  return new ApiError(400, 50035, 'Invalid Form Body', issues);
}

interface ErrorTree {
  [key: string]: ErrorTree | { code: string; message: string }[];
}

/** Its keys are whatever was sent: without a prototype, `__proto__` is one like the others. */
const branch = (): ErrorTree => Object.create(null);

function nest(issues: readonly FieldIssue[]): ErrorTree {
  const root = branch();
  for (const { path, code, message } of issues) {
    let node = root;
    for (const step of path) {
      const key = String(step);
      const next = node[key];
      const child: ErrorTree = next === undefined || Array.isArray(next) ? branch() : next;
      node[key] = child;
      node = child;
    }
    const errors = Array.isArray(node._errors) ? node._errors : [];
    errors.push({ code, message });
    node._errors = errors;
  }
  return root;
}
