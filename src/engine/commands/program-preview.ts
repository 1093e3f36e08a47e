import { programVerb } from './program-verb.ts';

export const programPreview = programVerb('preview');
