/** Caches `work` per object, such as facts that thousands of calls need about their RUN. */
export function oncePer<Key extends WeakKey, Rest extends readonly unknown[], Answer>(
  work: (key: Key, ...rest: Rest) => Answer,
): (key: Key, ...rest: Rest) => Answer {
  const cache = new WeakMap<Key, { readonly answer: Answer }>();
  return (key, ...rest) => {
    let cacheEntry = cache.get(key);
    if (cacheEntry === undefined) cache.set(key, (cacheEntry = { answer: work(key, ...rest) }));
    return cacheEntry.answer;
  };
}
