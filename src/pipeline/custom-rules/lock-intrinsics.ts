/** What every part of a rule's thread stands on. `Error`, `Function` and `Object` are not frozen: on what inherits from them, names such as `name` and `toString` are assigned. */
const frozen = [
  "Array",
  "String",
  "Number",
  "Boolean",
  "BigInt",
  "Symbol",
  "RegExp",
  "Date",
  "Promise",
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "Iterator",
] as const;
const spaces = ["JSON", "Math", "Reflect", "Object"] as const;

/**
 * Before rules of a user's own are loaded, for good and in all of this thread: one that changes how lists, texts or JSON work would silence the others, which then look clean.
 * It gets a TypeError instead, with its own name.
 */
export function lockIntrinsics(): void {
  const here = globalThis as unknown as Record<string, { readonly prototype?: object }>;
  for (const name of frozen) {
    const prototype = here[name]?.prototype;
    if (prototype !== undefined) Object.freeze(prototype);
    Object.freeze(here[name]);
  }
  for (const name of spaces) Object.freeze(here[name]);
  // What generators and lists hand out when they are walked.
  for (const walked of [[][Symbol.iterator](), new Map().entries(), new Set().values(), (function* () {})()])
    for (
      let made: object | null = walked;
      made !== null && made !== Object.prototype;
      made = Object.getPrototypeOf(made)
    )
      if (made !== walked) Object.freeze(made);
  // A new name on all objects; what is there can still be laid over by a class.
  Object.preventExtensions(Object.prototype);
  for (const name of [...frozen, ...spaces])
    Object.defineProperty(globalThis, name, { value: here[name], writable: false, configurable: false });
}
