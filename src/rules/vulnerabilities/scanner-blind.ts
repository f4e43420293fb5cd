import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { holdsEngineSocket, isEngineSocket } from "../../facts/container-spec/engine-socket.ts";
import { beginOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { scannedImage } from "./scanned-image.ts";
import { scannerOf } from "./scanners.ts";

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
      const scannerImage = scannerOf(container);
      if (scannerImage === undefined || image === undefined || fragment === true || unknown !== undefined) continue;
      const args = command?.value ?? [];
      const target = scannedImage(args, scannerImage.scanner);
      if (target === undefined || seesEngine(container)) continue;
      yield {
        message: `${scannerImage.scanner} in a container cannot see \`${target}\` on this machine: it scans what the registry has under that name, or nothing`,
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

function seesEngine({ mounts, env }: ContainerSpec): boolean {
  return (
    mounts.some(
      ({ value: { type, source = "" }, written = "" }) =>
        (type === "bind" && (source === "/" || isEngineSocket(source) || holdsEngineSocket(source))) ||
        (written.includes("$") && /sock/i.test(written)),
    ) || env.some(({ value }) => value.name === "DOCKER_HOST")
  );
}
