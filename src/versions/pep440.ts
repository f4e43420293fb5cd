import { ownValue } from "../domain/own-value.ts";
import { compareDigits, compareNumbers } from "./compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { Sign, VersionOrder } from "./version-order.ts";
import { compareLegacy } from "./python-legacy.ts";

/**
 * PyPI: PEP 440 (https://packaging.python.org/en/latest/specifications/version-specifiers/). Invalid versions come
 * before all valid ones, in setuptools' old order, like in the Python Package Index's advisories.
 */
const pep440: VersionOrder = {
  scheme: "pep440",
  compare(a, b) {
    const [textA, textB] = [a.trim().toLowerCase(), b.trim().toLowerCase()];
    if (textA === "" || textB === "") return undefined;
    const left = parse(textA);
    const right = parse(textB);
    if (left === undefined || right === undefined)
      return left === right ? compareLegacy(textA, textB) : left === undefined ? -1 : 1;
    return compareVersions(left, right);
  },
  // A local build counts as its release wherever the bound names no build ("Local version identifiers", "Inclusive ordered comparison").
  compareToBound: (version, bound) => pep440.compare(bound.includes("+") ? version : release(version), bound),
  accepts: (version) => form.test(version.trim().toLowerCase()),
};
export default pep440;

/** Appendix "Parsing version strings with regular expressions", in lower case. */
const form = new RegExp(
  [
    /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)/,
    /(?:[-_.]?(?<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?/,
    /(?:-(?<implicitPost>[0-9]+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postNumber>[0-9]+)?)?/,
    /(?:[-_.]?(?<dev>dev)[-_.]?(?<devNumber>[0-9]+)?)?/,
    /(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/,
  ]
    .map(({ source }) => source)
    .join(""),
);

function release(version: string): string {
  return pep440.accepts(version) ? version.replace(/\+.*$/s, "") : version;
}

interface Version {
  readonly epoch: string;
  readonly release: readonly string[];
  readonly pre?: { readonly phase: string; readonly number: string };
  readonly post?: string;
  readonly dev?: string;
  readonly local: readonly string[];
}

/** Of one package the same bounds are compared with each of its versions, and the same version with each bound. */
const parsed = new Map<string, Version | undefined>();
const maxParsed = 10_000;

function parse(text: string): Version | undefined {
  const cachedVersion = parsed.get(text);
  if (cachedVersion !== undefined || parsed.has(text)) return cachedVersion;
  const version = readVersion(text);
  if (parsed.size >= maxParsed) parsed.clear();
  parsed.set(text, version);
  return version;
}

function readVersion(text: string): Version | undefined {
  const groups = form.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const post = groups["post"] === undefined ? groups["implicitPost"] : (groups["postNumber"] ?? "0");
  const phase = groups["pre"];
  return {
    epoch: groups["epoch"] ?? "0",
    release: (groups["release"] ?? "").split("."),
    ...(phase === undefined
      ? {}
      : { pre: { phase: ownValue(phases, phase) ?? phase, number: groups["preNumber"] ?? "0" } }),
    ...(post === undefined ? {} : { post }),
    ...(groups["dev"] === undefined ? {} : { dev: groups["devNumber"] ?? "0" }),
    local: groups["local"]?.split(/[-_.]/) ?? [],
  };
}

const phases: Readonly<Record<string, string>> = { alpha: "a", beta: "b", c: "rc", pre: "rc", preview: "rc" };

/** Section "Summary of permitted suffixes and relative ordering". */
function compareVersions(a: Version, b: Version): Sign {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareNumbers(a.release, b.release, "zero") ||
    comparePre(a, b) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLocal(a.local, b.local)
  );
}

/** A development release of a release itself comes before its first alpha; the release after its last candidate. */
function comparePre(a: Version, b: Version): Sign {
  const rank = ({ pre, post, dev }: Version) =>
    pre === undefined ? (post === undefined && dev !== undefined ? "" : "~") : pre.phase;
  return compareText(rank(a), rank(b)) || compareDigits(a.pre?.number ?? "0", b.pre?.number ?? "0");
}

/** `absent`: the place of a version without it. */
function compareOptional(a: string | undefined, b: string | undefined, absent: Sign): Sign {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? absent : (-absent as Sign);
  return compareDigits(a, b);
}

/** Section "Local version identifiers": numbers after words, fewer before more. */
function compareLocal(a: readonly string[], b: readonly string[]): Sign {
  for (const [at, segment] of a.entries()) {
    const right = b[at];
    if (right === undefined) return 1;
    const [isNumberA, isNumberB] = [/^[0-9]+$/.test(segment), /^[0-9]+$/.test(right)];
    if (isNumberA !== isNumberB) return isNumberA ? 1 : -1;
    const order = isNumberA ? compareDigits(segment, right) : compareText(segment, right);
    if (order !== 0) return order;
  }
  return a.length < b.length ? -1 : 0;
}
