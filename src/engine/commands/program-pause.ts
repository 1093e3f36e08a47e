import { programVerb } from './program-verb.ts';

export const programPause = programVerb('pause');
