import { companionLosses, preparedLosses, volumeLosses } from "./deployment-losses.ts";
import { aboutTheProof, type EveryField } from "./every-field.ts";

/**
 * Profile fields that every dialect for one container on one engine expresses; each dialect adds the differences of its
 * engine.
 */
export const containerFields = {
  ...aboutTheProof,
  image: "said",
  user: "said",
  capabilities: "said",
  seccomp: "said",
  noNewPrivileges: "said",
  readOnlyRootfs: "said",
  tmpfs: "said",
  memoryBytes: "said",
  shmBytes: "said",
  cpus: "said",
  pids: "said",
  ulimits: "said",
  devices: "said",
  init: "said",
  network: "said",
  ports: "said",
  sysctls: "said",
  volumes: volumeLosses,
  anonymousVolumes: "said",
  prepared: preparedLosses,
  "workload.env": "said",
  "workload.entrypoint": "said",
  "workload.workdir": "said",
  "workload.command": "said",
  "workload.stop": "said",
  "workload.ports": "said",
  "workload.companions": companionLosses,
  // Without companions, they have no containers.
  "workload.networks": "about",
  "workload.aliases": "about",
} as const satisfies EveryField;
