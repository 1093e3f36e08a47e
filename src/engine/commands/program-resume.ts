import { programVerb } from './program-verb.ts';

export const programResume = programVerb('resume');
