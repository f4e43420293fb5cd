import { each, evidenceOf, isOn, placeOf, visiblePart } from "../../shared/container.ts";
import { isEngineSocket } from "../../../facts/container-spec/engine-socket.ts";
import { nodePurposeOf } from "../../../facts/container-spec/kernel-purpose.ts";
import { reference } from "../../shared/evidence.ts";
import { isUserAlone } from "../../shared/is-user-but-root.ts";
import { documentsAccess } from "../documented-access.ts";
import { defineRule } from "../../rule.ts";

/** The folders of CIS Docker 5.6 and what they are linked to, where users and programs live, and what engines keep: images, volumes, secrets. */
const sensitive =
  /^\/(?:|bin|boot|dev|etc|home|lib|lib32|lib64|proc|root|sbin|sys|usr(?:\/(?:bin|lib|sbin))?|var|var\/lib(?:\/(?:containerd|containers|docker|rancher))?)$/;
/** Below these, a writable mount is as good as the whole: users, jobs, services, libraries, keys, and the kernel's own switches. */
const critical =
  /^\/(?:boot|proc|sys|root\/\.ssh|etc\/(?:passwd|shadow|group|gshadow|sudoers(?:\.d)?|cron[\w.]*|ssh|pam\.d|systemd|init\.d|profile(?:\.d)?|ld\.so[\w.]*|docker|kubernetes))(?:\/|$)/;
/** Where a driver makes devices, mounts, and calls the host's programs by chroot; to call them by their folders, reading is enough. */
const ofDrivers = /^\/(?:dev|proc|sys)?$/;

/** Objects of BPF, which take a capability to use. */
const pinnedPrograms = /^\/sys\/fs\/bpf(?:\/|$)/;

export default defineRule({
  id: "capabilities/sensitive-mount",
  title: "Sensitive host directory mounted",
  why:
    "A container that can write to the host's /etc, /boot or / adds a user, a cron job or a kernel and owns the host; one that can only read them reads password hashes and keys. " +
    "Mount the one file that is needed, read-only.",
  severity: "error",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "a file written below a mounted folder of the host is on the host, and owned by its root; mounted read-only it can be read and not written",
  },
  fix: "none",
  also: ["cis-docker/5.6", "compose-lint/CL-0013", "compose-lint/CL-0025", "kics/volume_has_sensitive_host_directory"],
  alsoKubernetes: ["trivy/KSV-0121", "kube-linter/sensitive-host-mounts", "kubescape/C-0045"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -v /:/host example/backup:2.3\n",
      good: "docker run --rm -v /srv/data:/host/srv/data:ro example/backup:2.3\n",
    },
    {
      kind: "document",
      bad: "docker run --rm --mount type=bind,source=/etc,target=/host-etc,readonly example/inventory:1.0\n",
      good: "docker run --rm -v /etc/os-release:/host-os-release:ro -v /etc/localtime:/etc/localtime example/inventory:1.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  metrics:\n    image: example/metrics:1.9\n    volumes:\n      - /:/host:ro\n",
      good: "services:\n  metrics:\n    image: example/metrics:1.9\n    volumes:\n      - /etc/os-release:/host-os-release:ro\n      - ./etc:/etc/metrics\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ mounts }) => mounts)) {
      const { type, source = "", readOnly } = said.value;
      if (type !== "bind") continue;
      const whole = sensitive.test(source);
      const part = critical.test(source) && !readOnly;
      if (!whole && !part) continue;
      // The device control group stands before the host's devices, unless the container is privileged.
      const gated = source === "/dev" && !isOn(container.privileged);
      // What belongs to root there is closed to another user.
      const limited = gated || isUserAlone(container) || pinnedPrograms.test(source);
      const purpose = ofDrivers.test(source) ? nodePurposeOf(container) : undefined;
      // What the engine's socket gives anyway, where the image's documentation asks for it.
      const granted =
        documentsAccess("socket", container) &&
        container.mounts.some(({ value }) => isEngineSocket(value.source ?? ""));
      yield {
        message: `The container can ${readOnly ? "read" : "change"} \`${visiblePart(said, source)}\` of the host${readOnly || limited ? "" : ": that is enough to take the host over"}${purpose === undefined ? "" : `; ${purpose}`}`,
        at: placeOf(said),
        about: { hostPath: source },
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "Sensitive host system directories (/, /boot, /dev, /etc, /lib, /proc, /sys, /usr) are not to be mounted, least of all writable",
            "CIS Docker Benchmark 1.8.0, 5.6",
          ),
        ],
        severity: whole && !readOnly && !limited && !granted && purpose === undefined ? "error" : "warning",
      };
    }
  },
});
