import { evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/duplicate-mount",
  title: "Two mounts on one path",
  why: "The engine mounts one thing on a path and refuses a container with two, a tmpfs beside a volume too. Say once what the path holds.",
  severity: "error",
  // Compose refuses such a project itself, and Kubernetes the pod.
  dialects: ["docker", "podman"],
  needs: ["containers"],
  premise: { kind: "refusal", by: "the engine", words: ["Duplicate mount point"] },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -v data:/data -v /srv/data:/data example/report:1.4\n",
      good: "docker run --rm -v data:/data -v /srv/data:/srv/data example/report:1.4\n",
    },
    {
      kind: "document",
      bad: "docker run --rm -v cache:/tmp/ --tmpfs /tmp example/report:1.4\n",
      good: "docker run --rm -v cache:/tmp/cache --tmpfs /tmp example/report:1.4\n",
    },
  ],
  *check({ containers }) {
    for (const { mounts } of containers.containers) {
      const mountsByPath = new Map<string, (typeof mounts)[number]>();
      for (const mount of mounts) {
        const path = mount.value.path.replace(/(?<=.)\/$/, "");
        const first = mountsByPath.get(path);
        mountsByPath.set(path, mount);
        if (first === undefined || !path.startsWith("/") || path.includes("$")) continue;
        yield {
          message: `\`${path}\` is mounted twice: the engine refuses the container`,
          at: placeOf(mount),
          evidence: [
            ...evidenceOf(containers, first),
            ...evidenceOf(containers, mount),
            reference(`Duplicate mount point: ${path}`, "run on Docker 26.1.5"),
          ],
        };
      }
    }
  },
});
