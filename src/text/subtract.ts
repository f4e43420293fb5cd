/** Multiset difference of two lists: an item that is twice in one and once in the other remains once. */
export function subtract(list: readonly string[], removals: readonly string[]): readonly string[] {
  const remainingTexts = [...removals];
  return list.filter((text) => {
    const at = remainingTexts.indexOf(text);
    if (at !== -1) remainingTexts.splice(at, 1);
    return at === -1;
  });
}
