import type { WrittenContainer } from "../../domain/container-spec/written-container.ts";
import { holdsEngineSocket, isEngineSocket } from "../../facts/container-spec/engine-socket.ts";
import { imageReference } from "../../facts/container-spec/image-reference.ts";
import { beginOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { scannerOf, type Scanner } from "./scanners.ts";

/** Subcommands that scan something else than an image, or nothing. */
const otherwise: Readonly<Record<Scanner, RegExp>> = {
  trivy:
    /^(?:fs|filesystem|rootfs|repo|repository|config|conf|sbom|server|k8s|kubernetes|vm|aws|plugin|module|clean|convert|registry|version|help|completion|vex|s)$/,
  grype: /^(?:db|version|config|explain|completion|help)$/,
  syft: /^(?:convert|attest|cataloger|config|login|version|completion|help)$/,
  scout: /^(?:cache|config|enroll|integration|org|policy|push|repo|stream|environment|version|help)$/,
};

/** Everybody's images: the registry's copy is what was meant. */
const official =
  /^(?:alpine|amazonlinux|busybox|caddy|centos|debian|fedora|golang|httpd|mariadb|memcached|mongo|mysql|nginx|node|openjdk|php|postgres|python|redis|ruby|rust|traefik|ubuntu|wordpress)$/;

export default defineRule({
  id: "vulnerabilities/scanner-blind",
  title: "Scanner without access to the local image",
  why:
    "A scanner in a container knows nothing of the engine around it: it asks the registry for the name. An image that you just built is not found, " +
    "or an older one that was pushed under that name is scanned instead. Save the image and give the file: docker save -o app.tar IMAGE, then --input app.tar.",
  severity: "warning",
  dialects: ["docker", "podman", "nerdctl", "compose"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "a program in a container has no engine to ask for an image of the host, and with the engine's socket it finds it",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -v ~/.cache:/root/.cache aquasec/trivy:0.65.0 image --severity HIGH example/web:1.4\n",
      good: "docker save -o web.tar example/web:1.4\ndocker run --rm -v ~/.cache:/root/.cache -v $PWD/web.tar:/web.tar:ro aquasec/trivy:0.65.0 image --input /web.tar\n",
    },
    {
      kind: "document",
      bad: "docker run --rm anchore/grype:v0.104.0 example/web:1.4\n",
      good: "docker run --rm anchore/grype:v0.104.0 registry:example/web:1.4\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      const { image, command, fragment, unknown } = container;
      const found = scannerOf(container);
      if (found === undefined || image === undefined || fragment === true || unknown !== undefined) continue;
      const args = command?.value ?? [];
      const target = scannedImage(args, found.scanner);
      if (target === undefined || seesEngine(container)) continue;
      yield {
        message: `${found.scanner} in a container cannot see \`${target}\` on this machine: it scans what the registry has under that name, or nothing`,
        at: placeOf(image),
        evidence: [
          beginOf(containers, container),
          { kind: "setting", pointer: "arguments", value: args.join(" ") },
          reference(
            "The engine's socket, an archive (trivy --input, grype and syft docker-archive:) or the registry: a scanner reads an image from one of these",
            "documentation of trivy (Container Image), grype, syft and docker scout",
          ),
        ],
      };
    }
  },
});

const verbs = /^(?:image|i|client|scan|packages|power-user|cves|quickview|recommendations)$/;
/** The scanner is told to look somewhere else than in an engine. */
const elsewhere =
  /^--?(?:input|image-src|from|server)\b|^[a-z-]+:\/\/|^(?:registry|dir|file|sbom|docker-archive|oci-archive|oci-dir|singularity):/;

/** Options of each scanner whose next word is no image. */
const valued = /^(?:-[ofs]|--(?:output|format|severity|scope|scanners|platform|cache-dir|config|fail-on|timeout))$/;

/** The image name among the scanner's arguments. A word behind an option may be that option's value, so others come first. */
function scannedImage(args: readonly string[], scanner: Scanner): string | undefined {
  const words = args.map((text, at) => ({
    text,
    behind: /^-[^=]*$/.test(args[at - 1] ?? ""),
    value: valued.test(args[at - 1] ?? ""),
  }));
  const plain = words.filter(({ text }) => !text.startsWith("-"));
  const commands = [plain[0], plain.find(({ behind }) => !behind)];
  if (commands.some((one) => one !== undefined && otherwise[scanner].test(one.text))) return undefined;
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

function seesEngine({ mounts, env }: WrittenContainer): boolean {
  return (
    mounts.some(
      ({ value: { type, source = "" }, written = "" }) =>
        (type === "bind" && (source === "/" || isEngineSocket(source) || holdsEngineSocket(source))) ||
        (written.includes("$") && /sock/i.test(written)),
    ) || env.some(({ value }) => value.name === "DOCKER_HOST")
  );
}
