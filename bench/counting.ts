/** Resolves when something has happened so many times; rejects when nothing more comes for a minute. */
export function counting(expected: number): { readonly reached: Promise<void>; readonly count: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let counted = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    if (performance.now() - last > 60_000) reject(new Error(`stuck at ${counted} of ${expected}`));
  }, 1_000);
  const reached = promise.finally(() => clearInterval(watch));
  return {
    reached,
    count() {
      counted += 1;
      last = performance.now();
      if (counted === expected) resolve();
    },
  };
}
