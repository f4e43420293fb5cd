import { ownSeccomp } from "../print/of-container.ts";
import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import { lossIf, tmpfsOptionLosses, unsetVariables } from "../losses/container-losses.ts";
import type { FieldLoss, ShownValues } from "../emitter.ts";
import { seccompFile } from "../text/seccomp-file.ts";
import { keptOut } from "../print/shown-values.ts";

/**
 * Container settings that a Compose file cannot express, or that it expresses elsewhere. Compose 2.26.1 and 5.6.0 drop
 * these (measured).
 */
export function containerLosses(settings: RequestedSettings, envValues: ShownValues): FieldLoss[] {
  const hiddenNames = keptOut(envValues);
  return [
    ...lossIf(
      hiddenNames.length > 0,
      "moved",
      "env-values",
      `values of ${hiddenNames.join(", ")}`,
      "Compose takes them from its environment or .env; --show-values prints them",
    ),
    ...unsetVariables(
      settings,
      "moved",
      "Compose takes their values from its environment or .env, and removes the variables only where neither has one",
    ),
    ...lossIf(
      settings.seccomp === "builtin",
      "differs",
      "seccomp-builtin",
      "the list of system calls that is built into the engine, asked for by name",
      "Compose 2.26 opens a file of that name; without a word it is the engine's default, which its daemon may have replaced",
    ),
    ...lossIf(
      settings.cpusetMems !== undefined,
      "dropped",
      "cpuset-mems",
      `memory nodes ${settings.cpusetMems}`,
      "Compose has no key for them",
    ),
    ...lossIf(
      settings.autoRemove,
      "dropped",
      "removed-when-it-ends",
      "removed when it ends",
      "Compose keeps it until `docker compose down`",
    ),
    ...lossIf(
      settings.publishAll,
      "dropped",
      "publish-all",
      "every exposed port is published",
      "Compose publishes only ports that are named",
    ),
    ...lossIf(
      ownSeccomp(settings) !== undefined,
      "moved",
      "seccomp",
      "its list of system calls",
      `it is read from ${seccompFile} beside this file: \`hullproof emit container:${settings.name} --to seccomp --output ${seccompFile}\``,
    ),
    ...lossIf(
      settings.volumesFrom.some((other) => other.endsWith(":ro")),
      "weaker",
      "volumes-from-read-only",
      "volumes of another container, read-only",
      "Compose drops the `ro` of `container:NAME:ro` and mounts them writable",
    ),
    ...lossIf(
      settings.mounts.some(({ long }) => long?.nonRecursive === true),
      "weaker",
      "bind-recursive",
      "folders of the host without what is mounted below them",
      "Compose 2.26 ignores `recursive: disabled`, and 5.6 honours it",
    ),
    ...lossIf(
      settings.macAddress !== undefined && settings.attachments.length === 0,
      "dropped",
      "mac-address",
      `address ${settings.macAddress} of its network card`,
      "Compose sets one in networks of its own alone, and not in the engine's default one",
    ),
    ...lossIf(
      settings.links.length > 0 && settings.attachments.length > 1,
      "differs",
      "links-of-one-network",
      "links in one of its networks",
      "Compose makes them in all of them",
    ),
    ...tmpfsOptionLosses(settings),
  ];
}
