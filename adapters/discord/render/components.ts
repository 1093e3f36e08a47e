import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APISelectMenuComponent,
  type APIStringSelectComponent,
  ButtonStyle,
  ChannelType,
  ComponentType,
} from 'discord-api-types/v10';
import type { Block, Button, ButtonLook, Choice } from '../../../src/engine/card/card.ts';
import { PlatformError } from '../../../src/engine/errors.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';
import { hasRoomForDelivery, writeCustomId } from '../custom-id.ts';
import { limits } from '../limits.ts';
import { cut } from './fit.ts';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Gives the components of one message their `custom_id`s. */
export interface Naming {
  name(token: string, kind?: 'token' | 'reopen'): string;
  /** Whether a component got the delivery's id. */
  readonly isMarked: boolean;
}

export function namingFor(guild: string | null, delivery: DeliveryId | null): Naming {
  let ordinal = 0;
  let isMarked = false;
  return {
    name(token, kind = 'token') {
      const marks = delivery !== null && !isMarked && kind === 'token' && hasRoomForDelivery(token, guild);
      isMarked ||= marks;
      const customId = writeCustomId({ kind, token, ordinal, guild, delivery: marks ? delivery : null });
      ordinal += 1;
      return customId;
    },
    get isMarked() {
      return isMarked;
    },
  };
}

/**
 * Buttons and selects stand below the text, in the order of the card.
 * @throws PlatformError `malformed` when they need more rows than a message has: our own cards have to be smaller.
 */
export function renderRows(blocks: readonly Block[], naming: Naming): Row[] {
  const rows = rowsOf(blocks, naming);
  if (rows.length > limits.rows) throw PlatformError.refused('malformed', `${rows.length} rows of components`);
  return rows;
}

function rowsOf(blocks: readonly Block[], naming: Naming): Row[] {
  const rows: Row[] = [];
  const isCrowded = rowsNeeded(blocks) > limits.rows;
  for (const block of blocks) {
    if (block.kind === 'select') {
      rows.push(row([renderSelect(block.choice, naming.name(block.token), block.placeholder, [])]));
    } else if (block.kind === 'buttons') {
      const rendered = block.buttons.map((button) => renderButton(button, naming.name(button.token)));
      // Where rows are scarce, the buttons of several blocks share one.
      const last = rows.at(-1);
      if (isCrowded && last && last.components[0]?.type === ComponentType.Button) {
        last.components.push(...rendered.splice(0, limits.buttonsPerRow - last.components.length));
      }
      while (rendered.length > 0) rows.push(row(rendered.splice(0, limits.buttonsPerRow)));
    }
  }
  return rows;
}

function rowsNeeded(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => {
    if (block.kind === 'select') return sum + 1;
    return block.kind === 'buttons' ? sum + Math.ceil(block.buttons.length / limits.buttonsPerRow) : sum;
  }, 0);
}

export const row = (components: APIComponentInMessageActionRow[]): Row => ({
  type: ComponentType.ActionRow,
  components,
});

const STYLES: Record<ButtonLook, APIButtonComponentWithCustomId['style']> = {
  plain: ButtonStyle.Secondary,
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
};

export function renderButton(
  { label, look }: Pick<Button, 'label' | 'look'>,
  custom_id: string,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style: STYLES[look], label: cut(label, limits.buttonLabel), custom_id };
}

/**
 * A select of a message or modal; `entered` are values chosen before.
 * @throws PlatformError `malformed` when it has no or too many options.
 */
export function renderSelect(
  choice: Choice,
  customId: string,
  placeholder: string,
  entered: readonly string[],
): APISelectMenuComponent {
  const shared = {
    custom_id: customId,
    ...(placeholder === '' ? {} : { placeholder: cut(placeholder, limits.placeholder) }),
  };
  switch (choice.kind) {
    case 'options':
      return { type: ComponentType.StringSelect, ...shared, options: renderOptions(choice, entered) };
    case 'person': {
      const max_values = Math.min(choice.most, limits.options);
      const chosen = (entered.length > 0 ? entered : choice.chosen).slice(0, max_values);
      const default_values = chosen.map((id) => ({ id, type: 'user' as never }));
      return {
        type: ComponentType.UserSelect,
        ...shared,
        min_values: 1,
        max_values,
        ...(chosen.length > 0 ? { default_values } : {}),
      };
    }
    case 'channel': {
      const chosen = choice.chosen === null ? entered : [...entered, choice.chosen].slice(0, 1);
      const default_values = chosen.map((id) => ({ id, type: 'channel' as never }));
      return {
        type: ComponentType.ChannelSelect,
        ...shared,
        // Where Kith could post.
        channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
        ...(chosen.length > 0 ? { default_values } : {}),
      };
    }
    default:
      return choice satisfies never;
  }
}

function renderOptions(
  { options, chosen }: Extract<Choice, { kind: 'options' }>,
  entered: readonly string[],
): APIStringSelectComponent['options'] {
  if (options.length === 0 || options.length > limits.options) {
    throw PlatformError.refused('malformed', `a select of ${options.length} options`);
  }
  const selected = entered[0] ?? chosen;
  return options.map(({ value, label }) => ({
    value,
    label: cut(label, limits.optionText),
    ...(value === selected ? { default: true } : {}),
  }));
}
