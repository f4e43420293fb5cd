/** Makes texts unique: the first occurrence stays unchanged, later ones get a number. Takes constant time however many are equal. */
export function numbered(separator: string): (text: string) => string {
  const counts = new Map<string, number>();
  return (text) => {
    for (;;) {
      const count = (counts.get(text) ?? 0) + 1;
      counts.set(text, count);
      if (count === 1) return text;
      const next = `${text}${separator}${count}`;
      // The text may itself end in this number.
      if (!counts.has(next)) {
        counts.set(next, 1);
        return next;
      }
    }
  };
}
