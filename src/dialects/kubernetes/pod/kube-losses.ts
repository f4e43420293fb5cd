import { isSafeSysctl } from "../../../data/safe-sysctls.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Device } from "../../../domain/profile/restrictions.ts";
import { wordVariables } from "./word-variables.ts";
import { shownEnv, suppliedBy } from "../../../secrets/env-by-name.ts";
import { companionLosses, ownerLosses, preparedLosses } from "../../losses/deployment-losses.ts";
import { aboutTheProof, type EveryField, type FieldLoss } from "../../losses/every-field.ts";
import type { PrintedSpec } from "../../print/printed-spec.ts";
import type { EmitOptions } from "../../emitter.ts";
import { atLeast } from "../../versions/target-version.ts";
import { appName, kubeName, seccompPath } from "./kube-names.ts";
import { directoryLosses, rootLosses } from "./pod-directories.ts";
import { mountLosses } from "./mount-losses.ts";

type Options = EmitOptions & { readonly version: string };

/** What Kubernetes makes of each field. */
export const kubeFields: EveryField = {
  ...aboutTheProof,
  image: "said",
  user: (_, { version }) => (atLeast(version, "1.33") ? [] : [imageGroups]),
  capabilities: "said",
  seccomp: seccompFile,
  noNewPrivileges: ({ noNewPrivileges, capabilities }) =>
    refusesEscalation(noNewPrivileges, capabilities.required) ? [escalation] : [],
  readOnlyRootfs: rootLosses,
  tmpfs: (profile) => mountLosses(profile, "tmpfs"),
  memoryBytes: "said",
  shmBytes: (profile) => mountLosses(profile, "shmBytes"),
  cpus: "said",
  pids: pidsLosses,
  ulimits: ulimitLosses,
  devices: deviceLosses,
  init: initLosses,
  network: ({ network }) => (network === "none" ? [noNetwork] : []),
  ports: "said",
  sysctls: ({ sysctls }, { version }) => sysctlLosses(sysctls, version),
  volumes: (profile) => [...claims(profile), ...ownerLosses(profile)],
  anonymousVolumes: directoryLosses,
  prepared: preparedLosses,
  "workload.env": secretEnv,
  "workload.entrypoint": emptyEntrypoint,
  "workload.command": "said",
  "workload.variables": wordLosses,
  "workload.workdir": "said",
  "workload.stop": ({ workload: { stop } }) => signalLosses(stop.signal),
  "workload.ports": "said",
  "workload.companions": companionLosses,
  "workload.networks": "about",
  "workload.aliases": "about",
};

/** Also of a container that exists, as the next ones. */
export function pidsLosses({ pids }: Pick<PrintedSpec, "pids">): FieldLoss[] {
  if (pids === undefined) return [];
  return [
    {
      kind: "dropped",
      code: "pids",
      wanted: String(pids),
      reason: "a pod has no limit of processes of its own",
      remedy: `Set podPidsLimit of the kubelet to at least ${pids}: it holds for each pod of the node`,
    },
  ];
}

export function ulimitLosses({ ulimits = [] }: Pick<PrintedSpec, "ulimits">): FieldLoss[] {
  return ulimits.map(({ name, soft, hard }, at) => ({
    kind: "dropped",
    code: "ulimit",
    field: `ulimits[${at}]`,
    wanted: `${name} ${soft}:${hard}`,
    reason: "a pod has no ulimits: containers have those of the node's container runtime",
    remedy: "Set it in the program's start script, as far as the runtime's hard limit lets it",
  }));
}

export function deviceLosses({ devices = [] }: { readonly devices?: readonly Device[] | undefined }): FieldLoss[] {
  return devices.map(({ path, permissions }, at) => ({
    kind: "dropped",
    code: "device",
    field: `devices[${at}]`,
    wanted: `${path} ${permissions}`,
    reason: "a container opens only the devices that a device plugin or a resource claim gives it",
    remedy: `Ask for it by the resource of a device plugin that hands out ${path}`,
  }));
}

export function initLosses({ init }: Pick<PrintedSpec, "init">): FieldLoss[] {
  if (init !== true) return [];
  return [
    {
      kind: "dropped",
      code: "init",
      wanted: "an init process that reaps zombies and forwards signals",
      reason: "a pod can't ask for one",
      remedy: "Put one into the image, such as tini, and start the program with it",
    },
  ];
}

export function signalLosses(signal: string | undefined): FieldLoss[] {
  if (signal === undefined) return [];
  return [
    {
      kind: "differs",
      code: "stop-signal",
      field: "workload.stop.signal",
      wanted: signal,
      got: "the image's own",
      reason: "a pod says its stop signal only where the gate ContainerStopSignals is on",
      remedy: `Write STOPSIGNAL ${signal} in the Dockerfile`,
    },
  ];
}

const imageGroups: FieldLoss = {
  kind: "weaker",
  code: "image-groups",
  wanted: "no group beyond the user's own",
  got: "those that /etc/group of the image has for this user as well",
  reason: "supplementalGroupsPolicy is on by default from 1.33",
  remedy: "Take the user out of the other groups of the image",
};

/** The API refuses `allowPrivilegeEscalation: false` together with this capability. */
export function refusesEscalation(noNewPrivileges: boolean, added: readonly string[]): boolean {
  return noNewPrivileges && added.includes("SYS_ADMIN");
}

export const escalation: FieldLoss = {
  kind: "weaker",
  code: "escalation-with-sys-admin",
  wanted: "no new privileges",
  got: "left out",
  reason: "the API refuses allowPrivilegeEscalation: false beside SYS_ADMIN",
};

export const noNetwork: FieldLoss = {
  kind: "weaker",
  code: "network-none",
  wanted: "a network with loopback only",
  got: "a NetworkPolicy that allows nothing in or out",
  reason: "every pod has an interface, and only a network plugin that enforces policies holds it",
  remedy: "Look whether the cluster's network plugin enforces NetworkPolicy",
};

function seccompFile({ seccomp, image }: Profile, options: Options): FieldLoss[] {
  return seccomp === undefined ? [] : seccompLosses(appName(options.image ?? image.name), "PROFILE");
}

/** `source`: what `emit` is called with. */
export function seccompLosses(app: string, source: string): FieldLoss[] {
  const path = seccompPath(app);
  return [
    {
      kind: "moved",
      code: "seccomp-file",
      wanted: "the list of system calls",
      got: path,
      reason: "a kubelet reads it from its own node",
      remedy: `seccomp.json lies on every node as /var/lib/kubelet/seccomp/${path}: hullproof emit ${source} --to seccomp`,
    },
  ];
}

export function sysctlLosses(sysctls: Profile["sysctls"], version: string): FieldLoss[] {
  const minor = Number(version.split(".")[1]);
  return Object.keys(sysctls)
    .filter((name) => !isSafeSysctl(name, minor))
    .sort()
    .map((name) => ({
      kind: "moved",
      code: "unsafe-sysctl",
      field: `sysctls.${name}`,
      wanted: name,
      reason: "a kubelet refuses a pod with a sysctl that is not on its safe list",
      remedy: `the kubelets have --allowed-unsafe-sysctls=${name}`,
    }));
}

function claims({ volumes }: Profile): FieldLoss[] {
  return volumes.flatMap(({ name, path, from }, at): FieldLoss[] => {
    const claim = kubeName(name, "data");
    const holds = from === undefined ? "" : ` and holds what lies in ${from} here`;
    const needed: FieldLoss = {
      kind: "moved",
      code: "claim",
      field: `volumes[${at}]`,
      wanted: `${from ?? `a volume ${name}`} at ${path}`,
      got: `PersistentVolumeClaim ${claim}`,
      reason: from === undefined ? "its size is not known here" : "a folder of this machine lies on no node",
      remedy: `the PersistentVolumeClaim ${claim} exists${holds}`,
    };
    const seeded: FieldLoss = { ...notSeeded(path, "claim"), field: `volumes[${at}]` };
    return from === undefined ? [needed, seeded] : [needed];
  });
}

/** A volume that begins with the image's files elsewhere. */
export function notSeeded(path: string, replacement: "claim" | "directory"): FieldLoss {
  return {
    kind: "differs",
    code: "volume-not-seeded",
    wanted: `${path} filled from the image at the first start`,
    got: `an empty ${replacement}`,
    reason: "Kubernetes copies nothing from the image into a volume",
  };
}

/** Names that supply environment variables whose values are not stored in files. */
export function secretNames({ workload }: Profile): readonly string[] {
  return Object.values(shownEnv(workload.env))
    .flatMap((value) => suppliedBy(value) ?? [])
    .sort();
}

function secretEnv(profile: Profile, options: Options): FieldLoss[] {
  return secretLosses(secretNames(profile), appOf(profile, options));
}

function appOf({ image }: Profile, options: Options): string {
  return appName(options.image ?? image.name);
}

/** Values of words, which the container gets as variables. */
export function wordLosses(profile: Profile, options: Options): FieldLoss[] {
  const names = wordVariables(profile.workload);
  return [...variableLosses(names), ...secretLosses(names, appOf(profile, options))];
}

/** `names`: variables that only words use. */
export function variableLosses(names: readonly string[]): FieldLoss[] {
  if (names.length === 0) return [];
  return [
    {
      kind: "differs",
      code: "word-variables",
      wanted: "values in words of the command alone",
      got: `in the environment as well: ${names.join(", ")}`,
      reason: "$(NAME) in a command is a variable of the container",
    },
  ];
}

export function secretLosses(names: readonly string[], app: string): FieldLoss[] {
  if (names.length === 0) return [];
  return [
    {
      kind: "moved",
      code: "secret-env",
      wanted: `the values of ${names.join(", ")}`,
      got: `keys of the Secret ${app}`,
      reason: "values that may be secret are not written here",
      remedy: `the Secret ${app} has the keys ${names.join(", ")}`,
    },
  ];
}

function emptyEntrypoint({ workload }: Profile): FieldLoss[] {
  return entrypointLosses(workload);
}

export function entrypointLosses({
  entrypoint,
  command = [],
}: Pick<PrintedSpec, "entrypoint" | "command">): FieldLoss[] {
  if (entrypoint === undefined || entrypoint.length > 0 || command.length > 0) return [];
  return [
    {
      kind: "dropped",
      code: "empty-entrypoint",
      wanted: "no entrypoint and no command",
      got: "the image's own",
      reason: "an empty list counts as none",
    },
  ];
}
