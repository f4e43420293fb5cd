import { compareNumbers } from "./compare-digits.ts";
import type { VersionOrder } from "./version-order.ts";

/** Hackage: whole numbers with points between them, compared as a list, so that 1 comes before 1.0 (https://pvp.haskell.org, "Version numbers"). */
const hackage: VersionOrder = {
  scheme: "hackage",
  compare(a, b) {
    const left = a.trim();
    const right = b.trim();
    return form.test(left) && form.test(right) ? compareNumbers(left.split("."), right.split("."), "less") : undefined;
  },
  accepts: (version) => form.test(version.trim()),
};
export default hackage;

const form = /^[0-9]+(?:\.[0-9]+)*$/;
