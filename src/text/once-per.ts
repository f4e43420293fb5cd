/** Caches `work` per object, such as facts that thousands of calls need about their RUN. */
export function oncePer<Key extends WeakKey, Rest extends readonly unknown[], Answer>(
  work: (key: Key, ...rest: Rest) => Answer,
): (key: Key, ...rest: Rest) => Answer {
  const cache = new WeakMap<Key, { readonly answer: Answer }>();
  // Hundreds of rules ask for the same Dockerfile in a row.
  let lastKey: Key | undefined;
  let lastAnswer: Answer | undefined;
  return (key, ...rest) => {
    if (key === lastKey) return lastAnswer as Answer;
    let cacheEntry = cache.get(key);
    if (cacheEntry === undefined) cache.set(key, (cacheEntry = { answer: work(key, ...rest) }));
    lastKey = key;
    lastAnswer = cacheEntry.answer;
    return cacheEntry.answer;
  };
}
