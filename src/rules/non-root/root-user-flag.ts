import { asWritten, each, evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/root-user-flag",
  title: "Container is configured to run as root",
  why:
    "--user 0 overrides the user that the image names. Root in a container is root of the host's kernel, held back only by capabilities and namespaces; " +
    "files it writes to a mounted folder belong to the host's root. Run as the image's own user, or with --user UID:GID.",
  severity: "warning",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "`--user 0` runs as uid 0 and a file that it writes to a mounted folder belongs to the host's root; as `--user 1000` to uid 1000",
  },
  fix: "none",
  also: ["cis-docker/4.1", "compose-lint/CL-0018"],
  alsoKubernetes: ["trivy/KSV-0105", "checkov/CKV_K8S_23", "kubescape/C-0013", "kubesec/RunAsUser"],
  examples: [
    {
      kind: "document",
      bad: 'docker run --rm -u root -v "$PWD":/work example/lint:2.2\n',
      good: 'docker run --rm -u "$(id -u):$(id -g)" -v "$PWD":/work example/lint:2.2\n',
    },
    {
      kind: "document",
      bad: "docker run --rm --user=0:0 example/lint:2.2\n",
      good: "docker run --rm --user=10001:10001 example/lint:2.2\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    user: root\n",
      good: 'services:\n  web:\n    image: example/web:1.4\n    user: "10001:10001"\n',
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ user }) => [user])) {
      if (!/^(?:0+|root)(?::|$)/.test(said.value)) continue;
      yield {
        message: `\`${asWritten(container, said)}\` ${
          container.refusesRoot?.value === true
            ? "asks for root, and `runAsNonRoot: true` has the kubelet refuse to start it so: give a number above 0"
            : "starts the container as root, whatever user its image names"
        }`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference("Without a user namespace, uid 0 of the container is uid 0 of the host", "user_namespaces(7)"),
        ],
      };
    }
  },
});
