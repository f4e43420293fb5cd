/** Gives each text once: the first time as it is, later with a number behind it that makes it new. Takes no longer the more are equal. */
export function numbered(separator: string): (text: string) => string {
  const counts = new Map<string, number>();
  return (text) => {
    for (;;) {
      const count = (counts.get(text) ?? 0) + 1;
      counts.set(text, count);
      if (count === 1) return text;
      const next = `${text}${separator}${count}`;
      // The text may itself have ended in this number.
      if (!counts.has(next)) {
        counts.set(next, 1);
        return next;
      }
    }
  };
}
