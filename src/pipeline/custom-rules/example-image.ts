import type { ImageFacts } from "../../facts/image/image-facts.ts";
import type { CustomImageExample } from "../../rules/custom-rule.ts";

/** An image with only the content of an example. */
export function exampleImage(example: CustomImageExample): ImageFacts {
  const { os, packages = [], configuration, layers, programs = [], privileges } = example;
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
