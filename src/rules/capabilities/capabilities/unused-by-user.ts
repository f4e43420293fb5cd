import { asWritten, evidenceOf, isOn } from "../../shared/container.ts";
import { isUserButRoot } from "../../shared/is-user-but-root.ts";
import { reference } from "../../shared/evidence.ts";
import { spelled } from "../../shared/spelling.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/unused-by-user",
  title: "Added capabilities unusable by a non-root user",
  why:
    "Docker and Kubernetes give added capabilities to root only. A process of another user has none, whatever is added; it can get them only by starting a file that is setuid or has file capabilities, which no-new-privileges forbids on Docker. " +
    "Podman does give them, so the same configuration works on one engine and not on the other.",
  severity: "warning",
  dialects: ["docker", "compose", "kubernetes", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a process of uid 1000 has no capability at all with NET_ADMIN added, and root has it",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --user 1000:1000 --security-opt no-new-privileges --cap-add NET_ADMIN example/vpn:2.0\n",
      good: "docker run --rm --user 1000:1000 --security-opt no-new-privileges --cap-drop ALL example/vpn:2.0\n",
    },
    {
      kind: "compose",
      bad: 'services:\n  vpn:\n    image: example/vpn:2.0\n    user: "1000:1000"\n    cap_drop: [ALL]\n    cap_add: [NET_ADMIN]\n    security_opt: [no-new-privileges:true]\n',
      good: 'services:\n  vpn:\n    image: example/vpn:2.0\n    user: "0"\n    cap_drop: [ALL]\n    cap_add: [NET_ADMIN]\n',
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      const { capAdd, user, privileged, noNewPrivileges } = container;
      const [first] = capAdd;
      if (first === undefined || user === undefined || !isUserButRoot(user) || isOn(privileged)) continue;
      // The runtimes of Kubernetes leave a user's process the permitted set, so that a file's capabilities gain nothing, which no-new-privileges allows.
      const never = isOn(noNewPrivileges) && container.dialect !== "kubernetes";
      const names = capAdd.map(({ value }) => value).join(", ");
      yield {
        message: `\`${asWritten(container, user)}\` gets none of what \`${spelled(container, "capAdd")}\` adds (${names})${
          never
            ? ", and no file can give it: no-new-privileges is on"
            : container.dialect === "kubernetes"
              ? " but through a file that has file capabilities"
              : " but through a file that is setuid or has file capabilities"
        }`,
        at: first.at,
        severity: never ? "warning" : "info",
        evidence: [
          ...evidenceOf(containers, first),
          ...evidenceOf(containers, user),
          reference(
            "Without ambient capabilities, a process that is not root has after execve only those of the file",
            "capabilities(7), Transformation of capabilities during execve(); uid 1000 with NET_ADMIN added: CapEff 0, measured on Docker 26.1.5",
          ),
        ],
      };
    }
  },
});
