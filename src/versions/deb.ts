import { compareDigits } from "./compare-digits.ts";
import type { Sign, VersionOrder } from "./version-order.ts";

/**
 * Debian and its derivatives: Debian Policy 5.6.12, deb-version(7). No order for what dpkg refuses: nothing, blanks in the middle, an
 * epoch that is no number, nothing behind the epoch's colon or the revision's hyphen (lib/dpkg/parsehelp.c, `parseversion`).
 */
const deb: VersionOrder = {
  scheme: "deb",
  compare: (a, b) => (isRefused(a) || isRefused(b) ? undefined : compareDeb(a, b)),
  accepts: (version) => !isRefused(version) && /^(?:[0-9]+:)?[0-9][A-Za-z0-9.+:~-]*$/.test(version.trim()),
};
export default deb;

function isRefused(version: string): boolean {
  const text = version.trim();
  const colon = text.indexOf(":");
  const versionText = text.slice(colon + 1);
  if (colon !== -1 && !/^[0-9]+$/.test(text.slice(0, colon))) return true;
  return (
    versionText === "" || /\s/.test(versionText) || versionText.endsWith("-") || versionText.lastIndexOf("-") === 0
  );
}

/**
 * Order of Debian package versions: `[epoch:]upstream[-revision]` (Debian Policy 5.6.12, deb-version(7)). An absent epoch or
 * revision is 0. Text that is no version is ordered all the same, character by character, and nothing is thrown.
 */
export function compareDeb(a: string, b: string): Sign {
  const left = split(a.trim());
  const right = split(b.trim());
  return (
    compareDigits(left.epoch, right.epoch) ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}

function split(version: string): { epoch: string; upstream: string; revision: string } {
  const colon = version.indexOf(":");
  const epoch = version.slice(0, Math.max(colon, 0));
  const hasEpoch = /^[0-9]+$/.test(epoch);
  const versionText = hasEpoch ? version.slice(colon + 1) : version;
  const dash = versionText.lastIndexOf("-");
  return {
    epoch: hasEpoch ? epoch : "0",
    upstream: dash === -1 ? versionText : versionText.slice(0, dash),
    revision: dash === -1 ? "0" : versionText.slice(dash + 1),
  };
}

/** Non-digits and digits in turn, from the left, until they differ. */
function comparePart(a: string, b: string): Sign {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weight(a, i) - weight(b, j);
      if (difference !== 0) return difference < 0 ? -1 : 1;
      i++;
      j++;
    }
    const startA = i;
    const startB = j;
    while (isDigit(a, i)) i++;
    while (isDigit(b, j)) j++;
    const order = compareDigits(a.slice(startA, i), b.slice(startB, j));
    if (order !== 0) return order;
  }
  return 0;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** `~` sorts before the end of the part, the end before letters, letters before all else. A digit ends the part. */
function weight(text: string, at: number): number {
  if (at >= text.length || isDigit(text, at)) return 0;
  const code = text.charCodeAt(at);
  if (code === 126) return -1;
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ? code : code + 256;
}
