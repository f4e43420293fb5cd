import type { PrintedSpec } from "../../print/printed-spec.ts";
import type { PodVolume } from "./pod-volumes.ts";

/** A container with its pod's settings. */
export interface PodSpec extends PrintedSpec {
  /** Name of the container, and of the Secret that supplies its values: a DNS label. */
  readonly app: string;
  readonly volumes: readonly PodVolume[];
  /** Seconds; absent: the kubelet's default. */
  readonly graceSeconds?: number | undefined;
  /** `allowPrivilegeEscalation`; omitted if absent. */
  readonly mayEscalate?: boolean | undefined;
  /** In a user namespace: ids of the pod are not those of the node. */
  readonly hasUserNamespace?: boolean;
  /** Groups that the image has for the user do not count. */
  readonly isStrictOfGroups?: boolean;
  /** The group that owns the volumes. */
  readonly fsGroup?: number | undefined;
  readonly restartPolicy?: string;
  /** Lines of its probe. */
  readonly probe: readonly string[];
}
