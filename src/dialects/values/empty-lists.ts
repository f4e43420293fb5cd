import type { ContainerSpec, SpecItems } from "../../domain/container/container-spec.ts";

/** The lists of a container without settings. */
export const emptyLists: Pick<ContainerSpec, keyof SpecItems | "envFiles"> = {
  groups: [],
  capAdd: [],
  capDrop: [],
  labels: [],
  mounts: [],
  devices: [],
  deviceRules: [],
  ports: [],
  ulimits: [],
  sysctls: [],
  env: [],
  envFiles: [],
};
