import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { MessageKey } from '../../src/engine/content/messages/keys.ts';
import { textsIn } from '../../src/engine/content/texts.ts';
import { limits } from './limits.ts';
import { inOtherLanguages } from './localized.ts';
import { cut } from './render/fit.ts';

type MenuCommand = RESTPostAPIContextMenuApplicationCommandsJSONBody;

/** *Thank* in the menu of a person and of a message. Inbound knows them by their type, so that their names may change. */
export function projectMenus(): readonly MenuCommand[] {
  return [
    menu(ApplicationCommandType.User, 'thanks.title'),
    menu(ApplicationCommandType.Message, 'shortcut.thank-message'),
  ];
}

function menu(type: MenuCommand['type'], key: MessageKey): MenuCommand {
  const name = (language: Parameters<typeof textsIn>[0]) => cut(textsIn(language).say(key), limits.commandName);
  return {
    type,
    name: name('en'),
    name_localizations: inOtherLanguages(name),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}
