import { ownValue } from "../../domain/own-value.ts";
import type { Subject } from "../sbom/subject.ts";
import { licensesOf, versionText, type Property } from "./components.ts";

/** Labels about the image's origin: https://github.com/opencontainers/image-spec/blob/main/annotations.md */
const references = [
  ["org.opencontainers.image.source", "vcs"],
  ["org.opencontainers.image.url", "website"],
  ["org.opencontainers.image.documentation", "documentation"],
] as const;

/** The image: the component that the document describes. */
export function imageComponent({ image, name, digest, sha256, purl }: Subject) {
  const { config, sizeBytes, unread = [], layers } = image;
  const label = (key: string) => ownValue(config.labels, key);
  const licenses = label("org.opencontainers.image.licenses");
  const links = references.flatMap(([key, type]) => {
    const url = label(key);
    // The standard requires an address, but a label may contain any text.
    return url !== undefined && /^https?:\/\/[\w.~:/?#@!$&'()*+,;=%-]{1,2000}$/.test(url) && URL.canParse(url)
      ? [{ type, url: new URL(url).href }]
      : [];
  });
  const properties: Property[] = [
    { name: "hullproof:image:id", value: image.digest },
    { name: "hullproof:image:architecture", value: config.architecture },
    { name: "hullproof:image:os", value: config.os },
    { name: "hullproof:image:sizeBytes", value: String(sizeBytes) },
    ...layers.map(({ index, diffId }) => ({ name: `hullproof:image:layer:${index}:diffId`, value: diffId })),
    ...unread.map(({ path, layer, reason }) => ({
      name: "hullproof:unread",
      value: `${path} (layer ${layer}): ${reason}`,
    })),
    // A plain folder has neither an id nor a platform.
  ].filter(({ value }) => value !== "");
  return {
    type: "container",
    "bom-ref": purl ?? `image:${(digest || name).toWellFormed()}`,
    name,
    ...(digest === "" ? {} : { version: versionText(digest) }),
    ...(sha256 === undefined ? {} : { hashes: [{ alg: "SHA-256", content: sha256 }] }),
    ...licensesOf(licenses === undefined ? [] : [licenses]),
    ...(purl === undefined ? {} : { purl }),
    ...(links.length === 0 ? {} : { externalReferences: links }),
    properties,
  };
}
