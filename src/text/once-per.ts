/** `work` done once for each object that it is asked of: what thousands of calls of one RUN ask of their RUN. */
export function oncePer<Key extends WeakKey, Rest extends readonly unknown[], Answer>(
  work: (key: Key, ...rest: Rest) => Answer,
): (key: Key, ...rest: Rest) => Answer {
  const known = new WeakMap<Key, { readonly answer: Answer }>();
  // Of one Dockerfile hundreds of rules ask in a row.
  let last: Key | undefined;
  let lastAnswer: Answer | undefined;
  return (key, ...rest) => {
    if (key === last) return lastAnswer as Answer;
    let given = known.get(key);
    if (given === undefined) known.set(key, (given = { answer: work(key, ...rest) }));
    last = key;
    lastAnswer = given.answer;
    return given.answer;
  };
}
