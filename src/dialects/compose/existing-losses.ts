import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { LossKind } from "../../domain/profile/loss.ts";
import { tmpfsOptionsNotSaid } from "../run-line/existing-mounts.ts";
import { givenSeccompFile, ownSeccomp, unsetNotSaid, type NotSaid } from "../existing/given-emitter.ts";
import { keptOut, type ShownValues } from "../existing/shown-values.ts";

/**
 * Container settings that a Compose file cannot express, or expresses elsewhere. Compose 2.26.1 and 5.6.0 drop these
 * (measured).
 */
export function composeNotSaid(settings: RequestedSettings, envValues: ShownValues): NotSaid[] {
  const hiddenNames = keptOut(envValues);
  const lost = (has: boolean, kind: LossKind, code: string, subject: string, reason: string): NotSaid[] =>
    has ? [{ kind, code, what: subject, why: reason }] : [];
  return [
    ...lost(
      hiddenNames.length > 0,
      "moved",
      "env-values",
      `values of ${hiddenNames.join(", ")}`,
      "Compose takes them from its environment or .env; --show-values prints them",
    ),
    ...unsetNotSaid(
      settings,
      "moved",
      "Compose takes their values from its environment or .env, and removes the variables only where neither has one",
    ),
    ...lost(
      settings.seccomp === "builtin",
      "differs",
      "seccomp-builtin",
      "the list of system calls that is built into the engine, asked for by name",
      "Compose 2.26 opens a file of that name; without a word it is the engine's default, which its daemon may have replaced",
    ),
    ...lost(
      settings.cpusetMems !== undefined,
      "dropped",
      "cpuset-mems",
      `memory nodes ${settings.cpusetMems}`,
      "Compose has no key for them",
    ),
    ...lost(
      settings.autoRemove,
      "dropped",
      "removed-when-it-ends",
      "removed when it ends",
      "Compose keeps it until `docker compose down`",
    ),
    ...lost(
      settings.publishAll === true,
      "dropped",
      "publish-all",
      "every exposed port is published",
      "Compose publishes only ports that are named",
    ),
    ...lost(
      ownSeccomp(settings) !== undefined,
      "moved",
      "seccomp",
      "its list of system calls",
      `it is read from ${givenSeccompFile} beside this file: \`hullproof emit container:${settings.name} --to seccomp --output ${givenSeccompFile}\``,
    ),
    ...lost(
      settings.volumesFrom.some((other) => other.endsWith(":ro")),
      "weaker",
      "volumes-from-read-only",
      "volumes of another container, read-only",
      "Compose drops the `ro` of `container:NAME:ro` and mounts them writable",
    ),
    ...lost(
      settings.mounts.some(({ long }) => long?.nonRecursive === true),
      "weaker",
      "bind-recursive",
      "folders of the host without what is mounted below them",
      "Compose 2.26 ignores `recursive: disabled`, and 5.6 honours it",
    ),
    ...lost(
      settings.macAddress !== undefined && settings.attachments.length === 0,
      "dropped",
      "mac-address",
      `address ${settings.macAddress} of its network card`,
      "Compose sets one in networks of its own alone, and not in the engine's default one",
    ),
    ...lost(
      settings.links.length > 0 && settings.attachments.length > 1,
      "differs",
      "links-of-one-network",
      "links in one of its networks",
      "Compose makes them in all of them",
    ),
    ...tmpfsOptionsNotSaid(settings),
  ];
}
