import { writePurl } from "../../../formats/purl/write-purl.ts";

/** `pkg:deb/debian/bash@5.2-1?arch=amd64&distro=debian-13`; the namespace is the vendor (purl-spec, deb). */
export function debPurl(
  name: string,
  version: string,
  qualifiers: { readonly namespace?: string; readonly architecture?: string; readonly distro?: string },
): string {
  return writePurl("deb", qualifiers.namespace ?? "debian", name, version, {
    arch: qualifiers.architecture,
    distro: qualifiers.distro,
  });
}
