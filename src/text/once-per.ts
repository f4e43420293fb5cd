/** `work` done once for each object that it is asked of: what thousands of calls of one RUN ask of their RUN. */
export function oncePer<Key extends WeakKey, Rest extends readonly unknown[], Answer>(
  work: (key: Key, ...rest: Rest) => Answer,
): (key: Key, ...rest: Rest) => Answer {
  const known = new WeakMap<Key, { readonly answer: Answer }>();
  return (key, ...rest) => {
    let given = known.get(key);
    if (given === undefined) known.set(key, (given = { answer: work(key, ...rest) }));
    return given.answer;
  };
}
