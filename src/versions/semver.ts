import { compareSemantic, semanticVersion, strictForm } from "./semantic-version.ts";
import type { VersionOrder } from "./version-order.ts";

/** npm and Cargo: https://semver.org, 9 to 11. Build metadata does not count. */
const semver: VersionOrder = {
  scheme: "semver",
  compare(a, b) {
    const left = semanticVersion(a);
    const right = semanticVersion(b);
    return left === undefined || right === undefined ? undefined : compareSemantic(left, right);
  },
  accepts: (version) => strictForm.test(version.trim().replace(/^=?\s*v?/, "")),
};
export default semver;
