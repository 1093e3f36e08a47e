import { z } from 'zod';
import type { DeliveryId } from '../src/engine/ids.ts';
import type { JobKind } from './job.ts';

/** The delivery's id and nothing else, so that erasing a person needs no surgery in the queue. */
const payloadSchema = z.strictObject({ id: z.string().regex(/^[0-9A-Za-z]{22}$/) });

export type DeliverPayload = z.infer<typeof payloadSchema>;

export const deliverJob: JobKind<'deliver'> = {
  name: 'deliver',
  async run(work, payload) {
    const { id } = payloadSchema.parse(payload);
    return work.deliver(id as DeliveryId);
  },
};
