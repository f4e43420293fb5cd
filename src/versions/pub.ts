import { compareIdentifiers, compareSemantic, semanticVersion, strictForm } from "./semantic-version.ts";
import type { VersionOrder } from "./version-order.ts";

/** Dart's pub: https://semver.org, and then by build metadata, where none comes first (https://pub.dev/packages/pub_semver, "Semantics"). */
const pub: VersionOrder = {
  scheme: "pub",
  compare(a, b) {
    const left = semanticVersion(a);
    const right = semanticVersion(b);
    if (left === undefined || right === undefined) return undefined;
    return compareSemantic(left, right) || compareIdentifiers(identifiers(left.build), identifiers(right.build));
  },
  accepts: (version) => strictForm.test(version.trim().replace(/^v/, "")),
};
export default pub;

function identifiers(build: string): readonly string[] {
  return build === "" ? [] : build.split(".");
}
