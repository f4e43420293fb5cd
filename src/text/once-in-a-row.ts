/** Keeps the last answer, for calls with the same text one after the other: each fix of a file starts from one text. */
export function onceInARow<T>(work: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly answer: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, answer: work(text) };
    return last.answer;
  };
}
