import { z } from 'zod';

/** The parts of Discord's answers that we read; everything else in them may change. */

const snowflake = z.string().regex(/^\d{1,20}$/);

export const channelAnswer = z.object({ id: snowflake });

export const postedAnswer = z.object({ id: snowflake, channel_id: snowflake });

/** A component anywhere in a message; other apps' messages hold kinds that have no `custom_id`. */
const component = z.object({ custom_id: z.string().optional().catch(undefined) }).catch({});
const row = z.object({ components: z.array(component).default([]) }).catch({ components: [] });
const embed = z.object({ url: z.string().optional() }).catch({});

export const messagesAnswer = z.array(
  z.object({ id: snowflake, components: z.array(row).default([]), embeds: z.array(embed).default([]) }),
);
export type FoundMessage = z.infer<typeof messagesAnswer>[number];

export const memberAnswer = z.object({
  nick: z.string().nullish(),
  user: z.object({
    username: z.string(),
    global_name: z.string().nullish(),
    bot: z.boolean().optional(),
  }),
});
