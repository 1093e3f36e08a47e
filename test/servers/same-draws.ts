import fc from 'fast-check';

/**
 * Every run draws the same values at random, so that what was green stays green until the code changes.
 * `KITH_TEST_SEED=7 npm test` draws others, to look for what nobody thought of; what is found becomes an example in its test.
 */
fc.configureGlobal({ seed: Number(process.env.KITH_TEST_SEED ?? 1) });
