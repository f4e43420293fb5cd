import type { ImageConfiguration, ImageInfo } from "../src/domain/image/image-info.ts";

export const emptyConfiguration: ImageConfiguration = {
  architecture: "amd64",
  os: "linux",
  user: "10001:10001",
  env: [],
  entrypoint: [],
  cmd: [],
  workingDir: "",
  exposedPorts: [],
  volumes: [],
  // What no rule of an image finds fault with.
  healthcheck: ["CMD", "/probe"],
  labels: {
    "org.opencontainers.image.source": "https://git.example.com/team/app",
    "org.opencontainers.image.revision": "0123456789abcdef0123456789abcdef01234567",
  },
};

/** Nothing in it, and nothing wrong with it. */
export const emptyImage: ImageInfo = {
  digest: `sha256:${"0".repeat(64)}`,
  sizeBytes: 0,
  user: "10001:10001",
  config: emptyConfiguration,
  os: {},
  layers: [],
  packages: [],
  waste: { bytes: 0, paths: [], efficiency: 1 },
  leftovers: [],
  setuid: [],
  worldWritable: [],
  devices: [],
  programs: [],
};
