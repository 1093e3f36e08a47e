import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
  PongInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import { InteractionType, InteractionResponseType as Reply } from 'discord-api-types/v10';
import { invalidForm, refusal } from './api-error.ts';
import { userShape } from './api-shapes.ts';
import type { Upload } from './attachments.ts';
import { numbered } from './components.ts';
import { type Choice, type Interaction, integrationOwners } from './interactions.ts';
import { messageFlags } from './limits.ts';
import type { Local } from './local.ts';
import { checkMessage, prepared } from './message-checks.ts';
import type { MessageBody } from './message-rules.ts';
import { createMessage, editMessage } from './messages.ts';
import { type ModalBody, modalIssues } from './modal-rules.ts';
import { announceEdit, announceMessage } from './tell.ts';
import { choices as badChoice, validateBody } from './validate.ts';
import type { StoredMessage } from './world.ts';

const messages = [Reply.ChannelMessageWithSource, Reply.DeferredChannelMessageWithSource] as const;
const updates = [Reply.DeferredMessageUpdate, Reply.UpdateMessage] as const;

/** interactions/receiving-and-responding#interaction-response-object-interaction-callback-type */
function allowedReplies({ type, message }: Interaction): readonly number[] {
  switch (type) {
    case InteractionType.ApplicationCommand:
      return [...messages, Reply.Modal];
    case InteractionType.ApplicationCommandAutocomplete:
      return [Reply.ApplicationCommandAutocompleteResult];
    case InteractionType.MessageComponent:
      return [...messages, ...updates, Reply.Modal];
    case InteractionType.ModalSubmit:
      return message ? [...messages, ...updates] : messages;
    default:
      return type satisfies never;
  }
}

interface CallbackBody {
  readonly type: number;
  readonly data?: unknown;
}

/** Takes the app's first answer to an interaction; returns the message it made or changed. */
export function answer(
  local: Local,
  interaction: Interaction,
  rawBody: unknown,
  uploads: readonly Upload[],
): StoredMessage | undefined {
  const body = prepared(rawBody) as CallbackBody;
  const allowed = allowedReplies(interaction);
  if (!allowed.includes(body?.type)) throw invalidForm([badChoice(['type'], allowed)]);
  switch (body.type) {
    case Reply.Pong:
      validateBody(PongInteractionCallbackRequestSchema, body);
      return undefined;
    case Reply.ChannelMessageWithSource:
    case Reply.DeferredChannelMessageWithSource:
      return answerWithMessage(local, interaction, body, uploads);
    case Reply.DeferredMessageUpdate:
    case Reply.UpdateMessage:
      return answerWithUpdate(local, interaction, body, uploads);
    case Reply.ApplicationCommandAutocompleteResult: {
      validateBody(ApplicationCommandAutocompleteCallbackRequestSchema, body);
      const { choices = [] } = (body.data ?? {}) as { choices?: Choice[] };
      local.interactions.acknowledge(interaction, { kind: 'choices', choices });
      return undefined;
    }
    default:
      return openModal(local, interaction, body);
  }
}

function answerWithMessage(local: Local, interaction: Interaction, body: CallbackBody, uploads: readonly Upload[]) {
  validateBody(CreateMessageInteractionCallbackRequestSchema, body);
  const data = (body.data ?? {}) as MessageBody;
  const loading = body.type === Reply.DeferredChannelMessageWithSource;
  if (!loading) checkMessage(data, { uploads, prefix: ['data'] });
  const ephemeral = ((data.flags ?? 0) & messageFlags.ephemeral) !== 0;
  const message = createReply(local, interaction, loading ? {} : data, uploads, ephemeral, loading);
  interaction.original = message;
  local.interactions.acknowledge(interaction, { kind: loading ? 'deferred' : 'message' });
  return message;
}

/** Makes a message that answers an interaction and tells the gateway. */
export function createReply(
  local: Local,
  interaction: Interaction,
  body: MessageBody,
  uploads: readonly Upload[],
  ephemeral: boolean,
  loading = false,
): StoredMessage {
  const { world } = local;
  const message = createMessage(world, {
    channelId: interaction.channel.id,
    authorId: world.botId,
    body,
    uploads,
    loading,
    interaction: metadataOf(local, interaction),
    ...(ephemeral ? { ephemeralFor: interaction.person.id } : {}),
  });
  announceMessage(local, message);
  return message;
}

function answerWithUpdate(local: Local, interaction: Interaction, body: CallbackBody, uploads: readonly Upload[]) {
  validateBody(UpdateMessageInteractionCallbackRequestSchema, body);
  const { message } = interaction;
  if (!message) throw refusal('unknownMessage');
  const isUpdate = body.type === Reply.UpdateMessage;
  if (isUpdate && body.data) {
    const data = body.data as MessageBody;
    checkMessage(data, { uploads, prefix: ['data'], before: message });
    editMessage(local.world, message, data, uploads);
    announceEdit(local, message);
  }
  interaction.original = message;
  local.interactions.acknowledge(interaction, { kind: isUpdate ? 'update' : 'deferred-update' });
  return message;
}

function openModal(local: Local, interaction: Interaction, body: CallbackBody): undefined {
  validateBody(ModalInteractionCallbackRequestSchema, body);
  const modal = body.data as ModalBody;
  const issues = modalIssues(modal);
  if (issues.length > 0) throw invalidForm(issues);
  const { custom_id: customId, title } = modal;
  const components = numbered(modal.components);
  local.interactions.modals.set(interaction.person.id, { customId, title, components, opener: interaction });
  local.interactions.acknowledge(interaction, { kind: 'modal' });
}

/** `interaction_metadata` of the messages that answer an interaction. */
function metadataOf(local: Local, interaction: Interaction): object {
  const { world } = local;
  const { id, type, person, channel, message, opener } = interaction;
  return {
    id,
    type,
    user: userShape(world, person.id),
    authorizing_integration_owners: integrationOwners(world, channel),
    ...(type === InteractionType.MessageComponent && message ? { interacted_message_id: message.api.id } : {}),
    ...(opener ? { triggering_interaction_metadata: metadataOf(local, opener) } : {}),
  };
}
