import type { Profile } from "../../../domain/profile/profile.ts";
import { memoryMounts } from "../pod/memory-mounts.ts";
import { celList, celText, everyContainer, quantityAtMost } from "./cel-text.ts";
import type { PodRule } from "./pod-rule.ts";

/** Volumes without content of the node. */
const kinds = [
  "emptyDir",
  "persistentVolumeClaim",
  "configMap",
  "secret",
  "projected",
  "downwardAPI",
  "csi",
  "ephemeral",
  "image",
] as const;

/**
 * Allowed mount points and their volumes. A service account token is mounted at a path that no profile has, so this
 * also requires `automountServiceAccountToken: false`.
 */
export function mountRules(profile: Profile): PodRule[] {
  const memory = memoryMounts(profile).map(({ mount }) => mount);
  const paths = celList([...memory, ...profile.volumes, ...(profile.anonymousVolumes ?? [])].map(({ path }) => path));
  const fixed = profile.volumes.filter(({ readOnly }) => readOnly === true).map(({ path }) => path);
  const mounts = (ok: string): string => everyContainer(`(!has(c.volumeMounts) || c.volumeMounts.all(m, ${ok}))`);
  return [
    {
      expression: `variables.volumes.all(v, ${kinds.map((kind) => `has(v.${kind})`).join(" || ")})`,
      message: "no volume of the node",
    },
    {
      expression: mounts(
        `m.mountPath in ${paths} && (!has(m.mountPropagation) || m.mountPropagation in ['None', 'HostToContainer'])`,
      ),
      message: `no mount but at ${paths}, and no token of a service account`,
    },
    ...(fixed.length === 0
      ? []
      : [
          {
            expression: mounts(`!(m.mountPath in ${celList(fixed)}) || (has(m.readOnly) && m.readOnly)`),
            message: `readOnly mounts at ${celList(fixed)}`,
          },
        ]),
    ...memory.map(({ path, sizeBytes }) => ({
      expression: mounts(
        `m.mountPath != ${celText(path)} || variables.volumes.exists(v, v.name == m.name && has(v.emptyDir) && has(v.emptyDir.medium) && v.emptyDir.medium == 'Memory' && has(v.emptyDir.sizeLimit) && ${quantityAtMost("v.emptyDir.sizeLimit", String(Math.ceil(sizeBytes)))})`,
      ),
      message: `at ${celText(path)} an emptyDir in memory of ${Math.ceil(sizeBytes)} bytes or less`,
    })),
  ];
}
