import type { Entry } from "../entries.ts";

/**
 * What tools write into SPDX's free text on where a package comes from: ours, trivy's (`built package from: glibc 2.36-9`), syft's
 * (`acquired package info from DPKG DB: /var/lib/dpkg/status, /usr/share/doc/...`). Nothing where it is in other words.
 */
export function fromSourceInfo(text: string | undefined): Partial<Entry> {
  if (text === undefined || text.length > 20_000) return {};
  const own = /^(found in|named by the lock file) (.+) of layer (\d+)(?:; built from (\S+) (.+))?$/s.exec(text);
  if (own?.[2] !== undefined) {
    const [, verb, path, layer, name, version] = own;
    return {
      path,
      layer: Number(layer),
      ...(verb === "found in" ? {} : { declared: true }),
      ...(name === undefined || version === undefined ? {} : { source: { name, version } }),
    };
  }
  const trivy = /^built package from: (\S+) (\S+)$/.exec(text);
  if (trivy?.[1] !== undefined && trivy[2] !== undefined) return { source: { name: trivy[1], version: trivy[2] } };
  const syft = /^acquired package info from [^:]+: (\/[^,]+)/.exec(text);
  return syft?.[1] === undefined ? {} : { path: syft[1].trim() };
}
