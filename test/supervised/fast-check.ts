// What the tests import as fast-check: the same, and each case has a limit of time. A case that never ends is a counterexample as any other, with its seed
// and path in the message, instead of a core that is kept busy until someone looks.
import * as all from "../../node_modules/fast-check/lib/fast-check.js";
import { isCI, seed } from "../seed.ts";
import { withinTime } from "../../src/sources/bounded/time-limit.ts";

// Without one, each property draws its own, which its failure tells.
if (isCI) all.default.configureGlobal({ seed });

/** Milliseconds of one case; ordinary ones need a thousandth. */
const caseMs = 15_000;
/** Of all cases of a property together; the longest need a tenth. */
const propertyMs = 60_000;
/** A limit costs a thread, which is more than most cases cost: they are limited one by one only to find the one that never ends. */
let oneByOne = true;

type Predicate = (...values: unknown[]) => unknown;
type Property = (...parts: unknown[]) => unknown;

function limited(make: Property): Property {
  return (...parts) => {
    const predicate = parts.pop() as Predicate;
    let hung = false;
    return make(...parts, (...values: unknown[]) => {
      // Smaller cases would each take their whole time as well.
      if (hung) return undefined;
      if (!oneByOne) return predicate(...values);
      try {
        // Of an asynchronous case this is the part before it first waits.
        return withinTime(caseMs, "the case", () => predicate(...values));
      } catch (error) {
        hung = (error as { code?: string }).code === "timed-out";
        throw error;
      }
    });
  };
}

function assertTogether<T>(property: all.IRawProperty<T>, given: all.Parameters<T> = {}): Promise<void> | void {
  if (property.isAsync()) return all.assert(property, given);
  // The same cases again, if it comes to that.
  const { seed: everywhere } = all.readConfigureGlobal();
  const parameters = { seed: everywhere ?? Math.floor(Math.random() * 2 ** 31), ...given };
  try {
    oneByOne = false;
    return withinTime(propertyMs, "the property", () => all.assert(property, parameters));
  } catch (error) {
    if ((error as { code?: string }).code !== "timed-out") throw error;
  } finally {
    oneByOne = true;
  }
  return all.assert(property, parameters);
}

export * from "../../node_modules/fast-check/lib/fast-check.js";
export default {
  ...all.default,
  assert: assertTogether,
  property: limited(all.property as unknown as Property),
  asyncProperty: limited(all.asyncProperty as unknown as Property),
};
