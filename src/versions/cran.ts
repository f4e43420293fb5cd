import { compareNumbers } from "./compare-digits.ts";
import type { VersionOrder } from "./version-order.ts";

/**
 * CRAN: whole numbers with points or hyphens between them, compared one by one; of two that begin alike the longer is the later
 * ("Writing R Extensions" 1.1.1, `Version`; R's `package_version`).
 */
const cran: VersionOrder = {
  scheme: "cran",
  compare(a, b) {
    const left = a.trim();
    const right = b.trim();
    if (!form.test(left) || !form.test(right)) return undefined;
    return compareNumbers(left.split(/[.-]/), right.split(/[.-]/), "less");
  },
  accepts: (version) => form.test(version.trim()),
};
export default cran;

const form = /^[0-9]+(?:[.-][0-9]+)*$/;
