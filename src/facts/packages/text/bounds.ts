/** More than any real file lists: monorepos name some 20,000 packages, the largest Python wheels have some 30,000 files. */
const maxItems = 300_000;

/** Adds to a list whose length an untrusted file decides. Throws at the limit. */
export function addBounded<T>(list: T[], item: T): void {
  checkCount(list.length + 1);
  list.push(item);
}

export function checkCount(count: number): void {
  if (count > maxItems) throw new Error(`it lists more than ${maxItems.toLocaleString("en")} things`);
}
