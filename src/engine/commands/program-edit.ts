import { programVerb } from './program-verb.ts';

export const programEdit = programVerb('edit');
