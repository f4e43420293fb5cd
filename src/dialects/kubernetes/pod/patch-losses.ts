import type { Profile } from "../../../domain/profile/profile.ts";
import type { ProfileField } from "../../../domain/profile/profile-field.ts";
import type { FieldLoss } from "../../emitter.ts";
import type { EveryField, FieldMeaning } from "../../losses/every-field.ts";
import { podDirectories } from "./pod-directories.ts";
import { kubeFields, secretNames } from "./kube-losses.ts";

/** A patch keeps other fields of the object. */
export const patchFields: EveryField = {
  ...kubeFields,
  user: andLeft("user", kubeFields.user),
  devices: andLeft("devices", kubeFields.devices),
  network: andLeft("network", ({ network }) => (network === "none" ? [noPolicy] : [])),
  ports: andLeft("ports", "said"),
  "workload.command": andLeft("workload.command", "said"),
  volumes: andLeft("volumes", ({ volumes }) =>
    volumes.map(({ name, path, readOnly }, at) => ({
      kind: "moved",
      code: "volume-of-its-own",
      field: `volumes[${at}]`,
      wanted: `${name} at ${path}${readOnly === true ? ", read-only" : ""}`,
      reason: "a patch that named a volume could take away the one that is there",
      remedy: `mount a volume of the object at ${path}${readOnly === true ? ", read-only" : ""}`,
    })),
  ),
  anonymousVolumes: (profile) =>
    podDirectories(profile).map(({ path }) => ({
      kind: "moved",
      code: "volume-of-its-own",
      wanted: `a volume at ${path}`,
      reason: "a patch that named a volume could take away the one that is there, and its data",
      remedy: `mount a volume of the object at ${path}: an emptyDir lasts as long as the pod`,
    })),
  "workload.env": (profile) => {
    const names = secretNames(profile);
    if (names.length === 0) return [];
    return [
      {
        kind: "moved",
        code: "secret-env",
        wanted: `the values of ${names.join(", ")}`,
        reason: "values that may be secret are not written here",
        remedy: `what is patched sets ${names.join(", ")} itself`,
      },
    ];
  },
};

/** Losses that a reader of the object can describe better. */
export function isLeft({ code }: { readonly code: string }): boolean {
  return code.startsWith("left-");
}

const noPolicy: FieldLoss = {
  kind: "dropped",
  code: "network-none",
  wanted: "a network with loopback only",
  reason: "every pod has an interface, and a patch makes no NetworkPolicy",
  remedy: "Add a NetworkPolicy that allows nothing in or out: --to kubernetes prints one",
};

/** Losses of the field, and fields of the object that a patch keeps. */
function andLeft(field: ProfileField, meaning: FieldMeaning): FieldMeaning {
  return (profile, options) => [
    ...(typeof meaning === "string" ? [] : meaning(profile, options)),
    ...leftLosses(field, profile),
  ];
}

/**
 * Fields that a strategic patch keeps in an unknown object, by the profile field that they widen. It can remove
 * volumes, ports and devices only by name, and the other containers depend on the pod's fields. `--into` reads the
 * object instead.
 */
function leftLosses(field: ProfileField, profile: Profile): FieldLoss[] {
  return (patchLosses[field]?.(profile) ?? []).map((loss) => ({ kind: "weaker", ...loss }));
}

type PatchLoss = Omit<FieldLoss, "kind"> & Partial<Pick<FieldLoss, "kind">>;

const patchLosses: Partial<Record<ProfileField, (profile: Profile) => readonly PatchLoss[]>> = {
  user: ({ user, tmpfs, volumes, ...rest }) =>
    user.uid !== 0 && tmpfs.length + volumes.length + podDirectories(rest).length > 0
      ? []
      : [
          {
            code: "left-fs-group",
            field: "user.gid",
            wanted: "no group beyond the user's own",
            got: "the fsGroup of what is patched, if it has one",
            reason: "volumes of its own may be readable by this group alone",
            remedy: "Take fsGroup away where no volume needs it",
          },
        ],
  volumes: () => [
    {
      code: "left-mounts",
      wanted: "nothing mounted beyond the profile's paths",
      got: "whatever else is mounted by what is patched, such as a hostPath volume or a projected token",
      reason: "a patch takes away only mounts that it knows by their paths",
      remedy: "Look at its volumeMounts and volumes: a hostPath and mountPropagation reach the node",
    },
  ],
  devices: () => [
    {
      code: "left-devices",
      wanted: "no devices beyond the profile's",
      got: "those that what is patched has by volumeDevices, resource claims and device plugins",
      reason: "a patch takes away only what it knows by name",
      remedy: "Look at its volumeDevices, resources.claims and extended resources",
    },
  ],
  ports: () => [
    {
      code: "left-host-ports",
      wanted: "no ports of the node",
      got: "each hostPort that what is patched has beside other ports than the profile's",
      reason: "a patch changes only the ports that it names",
      remedy: "Look at its ports",
    },
  ],
  network: () => [
    {
      code: "left-containers",
      wanted: "a network, and what is mounted, for this container alone",
      got: "shared with all others of the pod, ephemeral ones included",
      reason: "a patch leaves other containers as they are",
      remedy: "Hold them to a profile of their own: --to admission-policy refuses those that go beyond",
    },
  ],
  "workload.command": ({ workload: { entrypoint, command } }) =>
    entrypoint !== undefined || command !== undefined
      ? []
      : [
          {
            kind: "differs",
            code: "left-command",
            wanted: "what the image starts",
            got: "command and args of what is patched, if it has them",
            reason: "the profile names none of its own",
            remedy: "Look whether it starts what was proven",
          },
        ],
};
