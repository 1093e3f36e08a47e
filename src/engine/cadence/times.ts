import { Temporal } from 'temporal-polyfill';
import type { LocalDate, LocalTime } from '../ids.ts';

const CLOCK = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$/;

/** Reads a time of day as people write it (`9`, `9:30`, `9.30`, `9am`, `21h15`); `null` when it is none. */
export function parseTime(text: string): LocalTime | null {
  const match = CLOCK.exec(text.trim().toLowerCase());
  if (match === null) return null;
  const half = match[3]?.[0];
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? '0');
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  if (half === 'p' && hour < 12) hour += 12;
  if (half === 'a' && hour === 12) hour = 0;
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` as LocalTime;
}

/** Whether a text is a time of day as we write it: `HH:MM`. */
export function isTime(text: string): text is LocalTime {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Reads a date of this millennium as ISO 8601 writes it (`2026-12-24`); `null` when there is no such day. */
export function dateAt(text: string): LocalDate | null {
  if (!/^2\d{3}-\d{2}-\d{2}$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as LocalDate;
  } catch {
    return null;
  }
}
