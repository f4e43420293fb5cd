import { ownSeccomp } from "../print/of-container.ts";
import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import { lossIf, tmpfsOptionLosses } from "../losses/container-losses.ts";
import type { FieldLoss, ShownValues } from "../emitter.ts";
import { emptyWordLosses } from "../losses/podman-losses.ts";
import { keptOut } from "../print/shown-values.ts";

/** Settings without a key or option in Podman, or that differ from Docker's. */
export function containerLosses(settings: RequestedSettings, envValues: ShownValues, seccompPath: string): FieldLoss[] {
  const hiddenNames = keptOut(envValues);
  const droppedLoss = (code: string, subject: string, has: boolean, reason = "Podman has nothing for it") =>
    lossIf(has, "dropped", code, subject, reason);
  return [
    ...droppedLoss("links-to-other-containers", "links to other containers", settings.links.length > 0),
    ...droppedLoss(
      "options-of-networks",
      "driver options and link-local addresses in networks",
      settings.attachments.some(
        (attachment) => attachment.linkLocal.length > 0 || Object.keys(attachment.driverOptions).length > 0,
      ),
    ),
    ...droppedLoss(
      "security-options",
      `security options ${settings.otherSecurity.join(", ")}`,
      settings.otherSecurity.length > 0,
    ),
    ...droppedLoss(
      "health-start-interval",
      "how often its health is checked while it starts",
      settings.health?.startInterval !== undefined,
    ),
    ...tmpfsOptionLosses(settings),
    ...emptyWordLosses(settings),
    ...lossIf(
      settings.seccomp === "builtin",
      "differs",
      "seccomp-builtin",
      "the list of system calls that is built into Docker, asked for by name",
      "Podman has no such word; its own default list is in force",
    ),
    ...droppedLoss("domain-name", "domain name", settings.domainname !== undefined),
    ...droppedLoss("storage-options", "storage options", Object.keys(settings.storageOpt).length > 0),
    ...droppedLoss(
      "runtime",
      "a runtime of its own: it is chosen for the whole engine",
      settings.runtime !== undefined,
    ),
    ...droppedLoss(
      "gpus-by-count",
      "GPUs by count: name them as CDI devices",
      settings.deviceRequests.some(({ driver }) => driver !== "cdi"),
    ),
    ...lossIf(
      settings.engine === "docker" && settings.capDrop.length === 0 && !settings.privileged,
      "stronger",
      "capabilities",
      "capabilities",
      "Podman's default set has fewer than Docker's: NET_RAW, MKNOD and AUDIT_WRITE are missing",
    ),
    ...lossIf(
      settings.engine === "docker" && settings.capAdd.length > 0,
      "weaker",
      "added-capabilities",
      "added capabilities",
      "Podman makes them ambient for a user that is not root, which Docker does not",
    ),
    ...lossIf(
      settings.engine === "docker" && settings.pids === undefined,
      "stronger",
      "no-limit-of-tasks",
      "no limit of tasks",
      "Podman limits them to 2048 where no one says otherwise",
    ),
    ...lossIf(
      settings.engine === "docker" && settings.readOnly,
      "stronger",
      "writable-dev",
      "a writable /dev and /dev/shm",
      "what keeps /run, /tmp and /var/tmp read-only on Podman makes them read-only, too: add Tmpfs=/dev/shm:rw if the service uses shared memory",
    ),
    ...lossIf(
      ownSeccomp(settings) !== undefined,
      "moved",
      "seccomp",
      "its list of system calls",
      `it has to lie at ${seccompPath}: \`hullproof emit container:${settings.name} --to seccomp\` prints it`,
    ),
    ...lossIf(
      hiddenNames.length > 0,
      "moved",
      "env-values",
      `values of ${hiddenNames.join(", ")}`,
      `they are read from ${settings.name}.env beside the unit; --show-values prints them`,
    ),
    ...lossIf(
      settings.restart?.includes(":") === true,
      "differs",
      "restart-count",
      settings.restart ?? "",
      "systemd counts restarts by StartLimitBurst in the unit's own section",
    ),
  ];
}
