/** More than any real file lists: monorepos name some 20,000 packages, the largest Python wheels have some 30,000 files. */
const most = 300_000;

/** Adds to a list that a stranger's file makes as long as it likes. Throws when it does. */
export function addBounded<T>(list: T[], item: T): void {
  checkCount(list.length + 1);
  list.push(item);
}

export function checkCount(count: number): void {
  if (count > most) throw new Error(`it lists more than ${most.toLocaleString("en")} things`);
}
