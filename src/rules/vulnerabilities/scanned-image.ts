import { imageReference } from "../../facts/container-spec/image-reference.ts";
import type { Scanner } from "./scanners.ts";

/** Subcommands that scan something else than an image, or nothing. */
const otherwise: Readonly<Record<Scanner, RegExp>> = {
  trivy:
    /^(?:fs|filesystem|rootfs|repo|repository|config|conf|sbom|server|k8s|kubernetes|vm|aws|plugin|module|clean|convert|registry|version|help|completion|vex|s)$/,
  grype: /^(?:db|version|config|explain|completion|help)$/,
  syft: /^(?:convert|attest|cataloger|config|login|version|completion|help)$/,
  scout: /^(?:cache|config|enroll|integration|org|policy|push|repo|stream|environment|version|help)$/,
};

/** Public images: the registry's copy is the intended one. */
const official =
  /^(?:alpine|amazonlinux|busybox|caddy|centos|debian|fedora|golang|httpd|mariadb|memcached|mongo|mysql|nginx|node|openjdk|php|postgres|python|redis|ruby|rust|traefik|ubuntu|wordpress)$/;

const verbs = /^(?:image|i|client|scan|packages|power-user|cves|quickview|recommendations)$/;
/** An option selects another source than an engine. */
const elsewhere =
  /^--?(?:input|image-src|from|server)\b|^[a-z-]+:\/\/|^(?:registry|dir|file|sbom|docker-archive|oci-archive|oci-dir|singularity):/;

/** Options of each scanner whose next word is no image. */
const valued = /^(?:-[ofs]|--(?:output|format|severity|scope|scanners|platform|cache-dir|config|fail-on|timeout))$/;

/** The image name among the scanner's arguments. A word behind an option may be that option's value, so others come first. */
export function scannedImage(args: readonly string[], scanner: Scanner): string | undefined {
  const words = args.map((text, at) => ({
    text,
    behind: /^-[^=]*$/.test(args[at - 1] ?? ""),
    value: valued.test(args[at - 1] ?? ""),
  }));
  const plain = words.filter(({ text }) => !text.startsWith("-"));
  const commands = [plain[0], plain.find(({ behind }) => !behind)];
  if (commands.some((command) => command !== undefined && otherwise[scanner].test(command.text))) return undefined;
  if (args.some((arg) => elsewhere.test(arg))) return undefined;
  const names = words.filter(
    ({ text, value }) =>
      !value && !verbs.test(text) && (/^\$\w|^\$\{|^<\w/.test(text) || imageReference(text) !== undefined),
  );
  const target = (names.findLast(({ behind }) => !behind) ?? names.at(-1))?.text;
  // A digest names one and the same image here and there.
  if (target === undefined || /@sha256:|^[<$].*digest/i.test(target)) return undefined;
  return official.test(imageReference(target)?.name ?? "") ? undefined : target;
}
