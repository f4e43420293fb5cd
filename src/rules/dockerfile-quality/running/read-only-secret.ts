import { asWritten, evidenceOf, isOn, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/read-only-secret",
  title: "Non-file secret or config in a read-only container",
  why:
    "Compose mounts a secret or config that is a file, and copies one that is given by environment or content into the container before it starts. With a read-only root file system it can't, and the service does not start. " +
    "Keep it in a file, or mount a tmpfs and let the program read its environment.",
  severity: "error",
  dialects: ["compose"],
  needs: ["containers"],
  premise: { kind: "refusal", by: "docker compose", words: ["read-only"] },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    read_only: true\n    secrets: [token]\nsecrets:\n  token:\n    environment: TOKEN\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    read_only: true\n    secrets: [token]\nsecrets:\n  token:\n    file: ./token.txt\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    read_only: true\n    configs:\n      - source: web\n        target: /etc/web.conf\nconfigs:\n  web:\n    content: listen 8080\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    configs:\n      - source: web\n        target: /etc/web.conf\nconfigs:\n  web:\n    content: listen 8080\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      const { readOnly, copied = [] } = container;
      if (readOnly === undefined || !isOn(readOnly)) continue;
      for (const copiedSource of copied)
        yield {
          message: `\`${copiedSource.value}\` is no file of the host, and Compose can't copy it into a container with \`${asWritten(container, readOnly)}\`: the service does not start`,
          at: placeOf(copiedSource),
          evidence: [
            ...evidenceOf(containers, copiedSource),
            ...evidenceOf(containers, readOnly),
            reference(
              "cannot create secret in read-only service; up to 2.26 in the engine's words: container rootfs is marked read-only",
              "docker/compose, pkg/compose/secrets.go; run on Docker Compose 2.26",
            ),
          ],
        };
    }
  },
});
