import type { ImageFacts } from "../../facts/image/image-facts.ts";
import type { CustomImageExample } from "../../rules/custom-rule.ts";

/** An image with nothing in it but what an example says. */
export function exampleImage(said: CustomImageExample): ImageFacts {
  const { os, packages = [], configuration, layers, programs = [], privileges } = said;
  return {
    os: { ...os },
    packages,
    files: {},
    configuration: {
      architecture: "amd64",
      os: "linux",
      user: "",
      env: [],
      entrypoint: [],
      cmd: [],
      workingDir: "",
      exposedPorts: [],
      volumes: [],
      labels: {},
      ...configuration,
    },
    layers: { layers: [], waste: { bytes: 0, paths: [], efficiency: 1 }, leftovers: [], sizeBytes: 0, ...layers },
    programs,
    privileges: { setuid: [], worldWritable: [], devices: [], ...privileges },
  };
}
