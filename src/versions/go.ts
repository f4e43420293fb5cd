import { compareSemantic, semanticVersion, strictForm, type SemanticVersion } from "./semantic-version.ts";
import type { VersionOrder } from "./version-order.ts";

/**
 * Go modules and Go itself: https://semver.org with a `v` (https://go.dev/ref/mod#versions); pseudo-versions are
 * pre-releases, `+incompatible` is build metadata. Releases of Go (`go1.21rc2`) are converted to the form of the
 * vulnerability database, `1.21.0-rc.2` (https://go.dev/doc/security/vuln/database#schema); a vendor's suffix
 * (`go1.21.3-acme`) does not count (https://pkg.go.dev/go/version).
 */
const go: VersionOrder = {
  scheme: "go",
  compare(a, b) {
    const left = goVersion(a);
    const right = goVersion(b);
    return left === undefined || right === undefined ? undefined : compareSemantic(left, right);
  },
  accepts(version) {
    const text = version.trim();
    return release.test(text) || strictForm.test(text.replace(/^v/, ""));
  },
};
export default go;

/** Without `go` only if it is no semantic version: `1.21`, `1.21rc2`. */
const release =
  /^(?:go)?([0-9]+)\.([0-9]+)(?:\.([0-9]+))?(?:(rc|beta)([0-9]+))?$|^go([0-9]+)\.([0-9]+)(?:\.([0-9]+))?(?:(rc|beta)([0-9]+))?[- +].*$/;

function goVersion(text: string): SemanticVersion | undefined {
  const match = release.exec(text.trim());
  if (match === null) return semanticVersion(text.replace(/^\s*go(?=[0-9])/, ""));
  const [major = "0", minor = "0", patch = "0", kind, count = "0"] =
    match[1] === undefined ? match.slice(6, 11) : match.slice(1, 6);
  return { numbers: [major, minor, patch], preRelease: kind === undefined ? [] : [kind, count], build: "" };
}
