import type { Entry } from "../entries.ts";
import { removeQualifiers } from "../../purl/qualifiers.ts";

/** Longer texts are no note on one package. */
const longest = 20_000;

/** Origins of packages in SPDX's free texts: ours in an annotation, other tools' in `sourceInfo`. */
export function fromTexts(
  purl: string,
  sourceInfo: string | undefined,
  remarks: readonly string[] = [],
): Partial<Entry> {
  return { ...fromSourceInfo(sourceInfo, purl.startsWith("pkg:rpm/")), ...fromRemarks(remarks, purl) };
}

/** `found in /var/lib/dpkg/status of layer 0; added to the purl: upstream`, as `reports/spdx/packages.ts` writes it. */
function fromRemarks(remarks: readonly string[], purl: string): Partial<Entry> {
  for (const remark of remarks) {
    if (remark.length > longest) continue;
    const [place, added] = cutLast(remark, "; added to the purl: ");
    // A path may hold any text, and what follows it is never only a list of keys.
    const keys = /^[a-z_,]+$/.test(added) ? added.split(",") : [];
    const origin = fromPlace(keys.length === 0 ? remark : place);
    if (origin !== undefined) return { ...origin, ...(keys.length > 0 && { purl: removeQualifiers(purl, keys) }) };
  }
  return {};
}

/** The texts before and after the last separator; the whole text and nothing without one. */
function cutLast(text: string, separator: string): readonly [string, string] {
  const at = text.lastIndexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

function fromPlace(text: string): Partial<Entry> | undefined {
  const [, verb, path, layer] = /^(found in|named by the lock file) (.+) of layer (\d+)$/s.exec(text) ?? [];
  if (path === undefined) return undefined;
  return { path, layer: Number(layer), ...(verb === "found in" ? {} : { declared: true }) };
}

/**
 * Trivy's text and ours (`built package from: glibc 2.36-9`), what ours was before (`found in PATH of layer 0; built from glibc 2.36-9`), and syft's
 * (`acquired package info from DPKG DB: /var/lib/dpkg/status, /usr/share/doc/...`). Nothing where it is in other words.
 */
function fromSourceInfo(text: string | undefined, isRpm: boolean): Partial<Entry> {
  if (text === undefined || text.length > longest) return {};
  const [place, built] = cutLast(text, "; built from ");
  const origin = fromPlace(place) ?? fromPlace(text);
  if (origin !== undefined) {
    const [, name, version] = /^(\S+) (.+)$/s.exec(built) ?? [];
    return { ...origin, ...(name === undefined || version === undefined ? {} : { source: { name, version } }) };
  }
  const [, name, version] = /^built package from: (\S+) (\S+)$/.exec(text) ?? [];
  // An rpm has its epoch in the purl, as ours have.
  if (name !== undefined && version !== undefined)
    return { source: { name, version: isRpm ? version.replace(/^\d+:/, "") : version } };
  const syft = /^acquired package info from [^:]+: (\/[^,]+)/.exec(text);
  return syft?.[1] === undefined ? {} : { path: syft[1].trim() };
}
