import { compareDigits } from "./compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { Sign, VersionOrder } from "./version-order.ts";

/**
 * RPM: `[epoch:]version[-release]` (rpm-version(7)). Like in rpm, only digits before a colon are an epoch, none is 0,
 * and the last hyphen begins the release; a version without release comes before the same one with any (rpmverCmp of
 * rpm's lib/rpmver.cc).
 */
const rpm: VersionOrder = {
  scheme: "rpm",
  compare: (a, b) => (isBroken(a) || isBroken(b) ? undefined : compareRpm(a.trim(), b.trim())),
  accepts: (version) => /^(?:[0-9]+:)?[A-Za-z0-9._+~^{}%]+(?:-[A-Za-z0-9._+~^{}%]+)?$/.test(version.trim()),
};
export default rpm;

function isBroken(version: string): boolean {
  const text = version.trim();
  return text === "" || /\s/.test(text);
}

function compareRpm(a: string, b: string): Sign {
  const left = split(a);
  const right = split(b);
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareSegments(left.version, right.version) ||
    compareRelease(left.release, right.release)
  );
}

function split(text: string): { readonly epoch: string; readonly version: string; readonly release?: string } {
  const epoch = /^[0-9]*:/.exec(text)?.[0] ?? "";
  const versionText = text.slice(epoch.length);
  const dash = versionText.lastIndexOf("-");
  return dash === -1
    ? { epoch: epoch.slice(0, -1), version: versionText }
    : { epoch: epoch.slice(0, -1), version: versionText.slice(0, dash), release: versionText.slice(dash + 1) };
}

function compareRelease(a: string | undefined, b: string | undefined): Sign {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return compareSegments(a, b);
}

/** rpmvercmp: runs of digits and of letters in turn; a tilde before everything, a caret after the end and before all else. */
function compareSegments(a: string, b: string): Sign {
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < a.length && kindAt(a, i) === "separator") i++;
    while (j < b.length && kindAt(b, j) === "separator") j++;
    const left = kindAt(a, i);
    const right = kindAt(b, j);
    if (left === "tilde" || right === "tilde") {
      if (left !== right) return left === "tilde" ? -1 : 1;
      i++;
      j++;
      continue;
    }
    if (left === "caret" || right === "caret") {
      if (left === "end") return -1;
      if (right === "end") return 1;
      if (left !== right) return left === "caret" ? -1 : 1;
      i++;
      j++;
      continue;
    }
    if (left === "end" || right === "end") return left === right ? 0 : left === "end" ? -1 : 1;
    // Numbers are newer than words.
    if (left !== right) return left === "digit" ? 1 : -1;
    const startA = i;
    const startB = j;
    while (kindAt(a, i) === left) i++;
    while (kindAt(b, j) === right) j++;
    const [segmentA, segmentB] = [a.slice(startA, i), b.slice(startB, j)];
    const order = left === "digit" ? compareDigits(segmentA, segmentB) : compareText(segmentA, segmentB);
    if (order !== 0) return order;
  }
}

function kindAt(text: string, at: number): "end" | "digit" | "letter" | "tilde" | "caret" | "separator" {
  if (at >= text.length) return "end";
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return "digit";
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return "letter";
  return code === 126 ? "tilde" : code === 94 ? "caret" : "separator";
}
