import { sql, type Transaction } from 'kysely';
import type { CommunityId, DeliveryId } from '../../src/engine/ids.ts';
import type { Destination, Receipt } from '../../src/engine/ports/platform.ts';
import type { Delivery, DeliverySubject } from '../../src/engine/records/delivery.ts';
import { promised, type Row, recordset } from './scope.ts';
import type { Tables } from './tables.ts';

/** A delivery as it is read: all but the columns of leases and paces, which only the database compares. */
export type DeliveryRow = Omit<
  Row<'deliveries'>,
  'lease_until' | 'not_before' | 'paced' | 'line' | 'turn' | 'begun_at' | 'sent_at'
>;

export const deliveryColumns = [
  'community_id',
  'id',
  'kind',
  'occurrence_id',
  'member_id',
  'program_id',
  'enrolment_id',
  'slot',
  'thanks_id',
  'to_kind',
  'to_id',
  'due_at',
  'expires_at',
  'state',
  'reason',
  'attempts',
  'receipt_channel',
  'receipt_message',
] as const satisfies readonly (keyof DeliveryRow)[];

/**
 * Inserts those that do not exist yet, of any communities, in one statement; returns what was inserted.
 * Sorted, because two planners writing the same doorbells in different orders would wait for each other.
 */
export async function insertDeliveries(
  db: Transaction<Tables>,
  deliveries: readonly { readonly community: CommunityId; readonly delivery: Delivery }[],
): Promise<readonly Delivery[]> {
  if (deliveries.length === 0) return [];
  const sorted = deliveries
    .map(({ community, delivery }) => deliveryRow(community, delivery))
    .map((row) => ({ row, by: natural(row) }))
    .sort((a, b) => (a.by < b.by ? -1 : 1))
    .map(({ row }) => row);
  const columns = sql.join(deliveryColumns.map((column) => sql.id(column)));
  const { rows } = await sql<{ readonly id: DeliveryId }>`
    insert into kith.deliveries (${columns})
    select ${columns} from ${recordset('deliveries', sorted)}
    on conflict do nothing
    returning id
  `.execute(db);
  const inserted = new Set(rows.map(({ id }) => id));
  return deliveries.flatMap(({ delivery }) => (inserted.has(delivery.id) ? [delivery] : []));
}

function natural(row: DeliveryRow): string {
  return [row.community_id, row.occurrence_id, row.program_id, row.slot, row.thanks_id, row.id].join(' ');
}

function deliveryRow(community: CommunityId, delivery: Delivery): DeliveryRow {
  return {
    community_id: community,
    id: delivery.id,
    ...subjectRow(delivery.subject),
    to_kind: delivery.to.kind,
    to_id: delivery.to.kind === 'direct' ? delivery.to.person : delivery.to.channel,
    due_at: delivery.dueAt,
    expires_at: delivery.expiresAt,
    state: delivery.state,
    reason: delivery.reason,
    attempts: delivery.attempts,
    receipt_channel: delivery.receipt?.channel ?? null,
    receipt_message: delivery.receipt?.message ?? null,
  };
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    subject: subjectOf(row),
    to: destinationOf(row),
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    receipt: receiptOf(row.receipt_channel, row.receipt_message),
  };
}

export function receiptOf(channel: string | null, message: string | null): Receipt | null {
  return channel === null || message === null ? null : { channel, message };
}

function subjectRow(subject: DeliverySubject) {
  const { kind } = subject;
  const none = {
    kind,
    occurrence_id: null,
    member_id: null,
    program_id: null,
    enrolment_id: null,
    slot: null,
    thanks_id: null,
  };
  switch (subject.kind) {
    case 'prompt':
      return { ...none, occurrence_id: subject.occurrence, member_id: subject.member };
    case 'doorbell':
      return { ...none, program_id: subject.program, slot: subject.slot };
    case 'welcome':
      return { ...none, member_id: subject.member };
    case 'thanks':
      return { ...none, thanks_id: subject.thanks, member_id: subject.member };
    case 'public-thanks':
      return { ...none, thanks_id: subject.thanks };
    case 'digest':
      return { ...none, slot: subject.slot };
    case 'withdrawal':
      return none;
    case 'goodbye':
      return { ...none, member_id: subject.member, enrolment_id: subject.enrolment };
    default:
      return subject satisfies never;
  }
}

function subjectOf(row: DeliveryRow): DeliverySubject {
  const { kind } = row;
  switch (kind) {
    case 'prompt':
      return {
        kind,
        occurrence: promised(row.occurrence_id, 'deliveries.occurrence_id'),
        member: promised(row.member_id, 'deliveries.member_id'),
      };
    case 'doorbell':
      return {
        kind,
        program: promised(row.program_id, 'deliveries.program_id'),
        slot: promised(row.slot, 'deliveries.slot'),
      };
    case 'welcome':
      return { kind, member: promised(row.member_id, 'deliveries.member_id') };
    case 'thanks':
      return {
        kind,
        thanks: promised(row.thanks_id, 'deliveries.thanks_id'),
        member: promised(row.member_id, 'deliveries.member_id'),
      };
    case 'public-thanks':
      return { kind, thanks: promised(row.thanks_id, 'deliveries.thanks_id') };
    case 'digest':
      return { kind, slot: promised(row.slot, 'deliveries.slot') };
    case 'withdrawal':
      return { kind };
    case 'goodbye':
      return {
        kind,
        member: promised(row.member_id, 'deliveries.member_id'),
        enrolment: promised(row.enrolment_id, 'deliveries.enrolment_id'),
      };
    default:
      return kind satisfies never;
  }
}

function destinationOf(row: DeliveryRow): Destination {
  return row.to_kind === 'direct' ? { kind: 'direct', person: row.to_id } : { kind: 'channel', channel: row.to_id };
}
