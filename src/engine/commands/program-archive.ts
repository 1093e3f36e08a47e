import { programVerb } from './program-verb.ts';

export const programArchive = programVerb('archive');
