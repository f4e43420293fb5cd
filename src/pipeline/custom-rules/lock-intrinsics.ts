/** Intrinsics of a rule's thread. `Error`, `Function` and `Object` stay unfrozen, since code assigns names such as `toString` on objects that inherit from them. */
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
 * Freezes intrinsics before custom rules are loaded, permanently for this thread: a rule that changes lists, texts or JSON would disable the others, which would look clean.
 * Such a rule gets a TypeError instead, under its own name.
 */
export function lockIntrinsics(): void {
  const globals = globalThis as unknown as Record<string, { readonly prototype?: object }>;
  for (const name of frozen) {
    const prototype = globals[name]?.prototype;
    if (prototype !== undefined) Object.freeze(prototype);
    Object.freeze(globals[name]);
  }
  for (const name of spaces) Object.freeze(globals[name]);
  // Includes the prototypes of generators and iterators.
  for (const walked of [[][Symbol.iterator](), new Map().entries(), new Set().values(), (function* () {})()])
    for (
      let link: object | null = walked;
      link !== null && link !== Object.prototype;
      link = Object.getPrototypeOf(link)
    )
      if (link !== walked) Object.freeze(link);
  // Prevents new names on all objects; a class can still override existing ones.
  Object.preventExtensions(Object.prototype);
  for (const name of [...frozen, ...spaces])
    Object.defineProperty(globalThis, name, { value: globals[name], writable: false, configurable: false });
}
