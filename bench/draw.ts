import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inWords, tables } from './figures.ts';
import { picture } from './picture.ts';
import { readRecord } from './record.ts';

const docs = new URL('../docs/', import.meta.url);
const record = readRecord(readFileSync(new URL('performance.json', docs), 'utf8'));
mkdirSync(new URL('images/', docs), { recursive: true });
writeFileSync(new URL('images/performance.svg', docs), picture(record));

/** What stands between the marks is written here alone: nobody types a figure. */
const page = new URL('performance.md', docs);
const [from, to] = ['<!-- Written by bench/draw.ts. -->', '<!-- So far. -->'];
const text = readFileSync(page, 'utf8');
const [before, after] = [text.split(from)[0] ?? '', text.split(to)[1]];
if (after === undefined || before === text) throw new Error(`docs/performance.md lacks the marks ${from} and ${to}`);
const image = `![${inWords(record).replaceAll(/[[\]]/g, '')}](images/performance.svg)`;
writeFileSync(page, `${before}${from}\n\n${image}\n\n${tables(record)}\n\n${to}${after}`);
