import type { App } from '@slack/bolt';
import type { Log } from '../../src/engine/ports/log.ts';
import { times } from './limits.ts';

/** Whether `work` was done before its acknowledgement could wait no longer. Until then it rejects as the work does. */
export async function inTime(work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  // A plain timer: taking back one of `timers/promises` makes an error each time, which costs more than all the rest here.
  const patience = setTimeout(late.resolve, times.acknowledge, false);
  return Promise.race([work.then(() => true), late.promise]).finally(() => clearTimeout(patience));
}

/** What Slack has sent and what has become of it. */
export interface Intake {
  /** Takes nothing more, and waits until all that was taken is acknowledged: what is not, Slack gives to another process. */
  close(): Promise<void>;
  /** Waits for what is under way. */
  idle(): Promise<void>;
}

/**
 * What is acknowledged is ours to keep, and is gone with a process that ends before it is kept. Bolt acknowledges events before any
 * listener has heard them; here it happens when the listeners are done, and not at all when one fails: Slack then sends the event once more.
 * What people do is acknowledged by its listener.
 */
export function keepAcknowledging(app: App, log: Log): Intake {
  const hear = app.processEvent.bind(app);
  const underWay = new Set<Promise<unknown>>();
  const unacknowledged = new Set<Promise<unknown>>();
  let closed = false;

  app.processEvent = async (event) => {
    if (closed) throw new Error('Slack is not listened to any more');
    const acknowledged = Promise.withResolvers<void>();
    unacknowledged.add(acknowledged.promise);
    const ack: typeof event.ack = async (answer) => {
      // Lost with its connection: what was done stands, and is answered. Should Slack send it again, its claim is known.
      await event.ack(answer).catch((error: unknown) => log.error('slack.acknowledgement-lost', error));
      acknowledged.resolve();
    };
    const done = event.body.type === 'event_callback' ? hearEvent() : hear({ ...event, ack });
    underWay.add(done);
    try {
      await done;
    } finally {
      acknowledged.resolve();
      unacknowledged.delete(acknowledged.promise);
      underWay.delete(done);
    }

    async function hearEvent(): Promise<void> {
      const heard = hear({ ...event, ack: async () => undefined });
      await inTime(heard);
      await ack();
      await heard;
    }
  };

  return {
    async close() {
      closed = true;
      await Promise.all(unacknowledged);
    },
    async idle() {
      await Promise.allSettled(underWay);
    },
  };
}
