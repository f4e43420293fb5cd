/**
 * Looks up an untrusted key in a table or document. Every object answers to `constructor`, `toString` and `__proto__`,
 * which no table lists: `table[word]` finds a function there, and `ownValue` nothing. test/foreign-keys.test.ts searches for direct lookups.
 */
export function ownValue<Value>(table: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Writes under a word that someone else wrote: `table.__proto__ = x` would change what kind of object it is, and keep nothing. */
export function putOwn<Value>(table: Record<string, Value>, key: string, value: Value): void {
  Object.defineProperty(table, key, { value, configurable: true, enumerable: true, writable: true });
}
