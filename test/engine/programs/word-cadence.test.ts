import { expect, it } from 'vitest';
import { textsIn } from '../../../src/engine/content/texts.ts';
import type { LocalDate, LocalTime } from '../../../src/engine/ids.ts';
import { wordCadence, wordRule } from '../../../src/engine/programs/word-cadence.ts';

it.each([
  ['FREQ=DAILY', 'every day', 'cada día'],
  ['FREQ=DAILY;INTERVAL=3', 'every 3 days', 'cada 3 días'],
  ['FREQ=WEEKLY;BYDAY=TU', 'every Tuesday', 'cada martes'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday', 'de lunes a viernes'],
  ['FREQ=WEEKLY;BYDAY=MO,TH', 'every Monday and Thursday', 'cada lunes y jueves'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'every other Tuesday', 'cada dos semanas, el martes'],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
    'every other week, on Monday and Thursday',
    'cada dos semanas, el lunes y jueves',
  ],
  ['FREQ=WEEKLY;INTERVAL=3;BYDAY=TU', 'every 3 weeks, on Tuesday', 'cada 3 semanas, el martes'],
  ['FREQ=MONTHLY;BYMONTHDAY=15', 'on the 15th of the month', 'el día 15 de cada mes'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,22', 'on the 1st and 22nd of the month', 'el día 1 y día 22 de cada mes'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'on the last day of the month', 'el último día de cada mes'],
  ['FREQ=MONTHLY;BYDAY=1MO', 'on the first Monday of the month', 'el primer lunes de cada mes'],
  ['FREQ=MONTHLY;BYDAY=-1FR', 'on the last Friday of the month', 'el último viernes de cada mes'],
  [
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=3WE',
    'every other month, on the third Wednesday',
    'cada dos meses, el tercer miércoles',
  ],
  ['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=3', 'every 3 months, on the 3rd', 'cada 3 meses, el día 3'],
  ['FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3', 'every year on 3 May', 'cada año, el 3 de mayo'],
  ['FREQ=YEARLY;BYMONTH=6;BYDAY=1MO', 'every year on the first Monday of June', 'cada año, el primer lunes de junio'],
  // What we have no words for is shown as it is.
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2'],
  ['FREQ=MONTHLY;BYMONTHDAY=-2', 'FREQ=MONTHLY;BYMONTHDAY=-2', 'FREQ=MONTHLY;BYMONTHDAY=-2'],
  ['FREQ=MONTHLY;BYDAY=MO', 'FREQ=MONTHLY;BYDAY=MO', 'FREQ=MONTHLY;BYDAY=MO'],
])('%s is “%s”, in Spanish “%s”', (rule, en, es) => {
  expect(wordRule(textsIn('en'), rule)).toBe(en);
  expect(wordRule(textsIn('es'), rule)).toBe(es);
});

it.each([
  ['', null, 'every Tuesday at 10:00', 'cada martes a las 10:00'],
  [';COUNT=1', null, 'every Tuesday at 10:00, once', 'cada martes a las 10:00, una vez'],
  [';COUNT=8', null, 'every Tuesday at 10:00, 8 times', 'cada martes a las 10:00, 8 veces'],
  [
    ';COUNT=8',
    '2026-12-24' as LocalDate,
    'every Tuesday at 10:00, 8 times, until 24 December 2026',
    'cada martes a las 10:00, 8 veces, hasta el 24 de diciembre de 2026',
  ],
])('the end is said with it: “%s” until %s', (end, until, en, es) => {
  const tuesdays = { rule: `FREQ=WEEKLY;BYDAY=TU${end}`, from: '2026-11-24' as LocalDate, until };
  const cadence = { ...tuesdays, time: '10:00' as LocalTime };
  expect(wordCadence(textsIn('en'), cadence)).toBe(en);
  expect(wordCadence(textsIn('es'), cadence)).toBe(es);
});
