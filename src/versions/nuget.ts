import { compareSemantic, semanticVersion } from "./semantic-version.ts";
import type { VersionOrder } from "./version-order.ts";

/** NuGet: https://semver.org with a fourth number, and pre-releases without regard to case (https://learn.microsoft.com/nuget/concepts/package-versioning). */
const nuget: VersionOrder = {
  scheme: "nuget",
  compare(a, b) {
    const left = semanticVersion(a.toLowerCase());
    const right = semanticVersion(b.toLowerCase());
    return left === undefined || right === undefined ? undefined : compareSemantic(left, right);
  },
  accepts: (version) =>
    /^[0-9]+(?:\.[0-9]+){0,3}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(
      version.trim(),
    ),
};
export default nuget;
