/** Identifiers are opaque strings; the brand keeps one kind from being passed for another. */
declare const brand: unique symbol;
type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type CommunityId = Id<'community'>;
export type MemberId = Id<'member'>;
export type ProgramId = Id<'program'>;
export type EnrolmentId = Id<'enrolment'>;
export type OccurrenceId = Id<'occurrence'>;
export type TieId = Id<'tie'>;
export type ThanksId = Id<'thanks'>;
export type DraftId = Id<'draft'>;
/** 22 characters of base62, never all digits: it doubles as BullMQ job id, Slack metadata and Discord nonce. */
export type DeliveryId = Id<'delivery'>;

/** A point in time: milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;
/** A calendar date in some person's or community's own zone, `YYYY-MM-DD`. */
export type LocalDate = Id<'local-date'>;
/** A time of day on somebody's own clock, `HH:MM`, 00:00 to 23:59. */
export type LocalTime = Id<'local-time'>;
/** An IANA zone name such as `Europe/Berlin`. */
export type Zone = Id<'zone'>;
