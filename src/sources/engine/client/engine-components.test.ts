import { expect, test } from "vitest";
import { engineComponents } from "./engine-components.ts";

test("parses component names of Docker and Podman", () => {
  const docker = [
    { Name: "Engine", Version: "26.1.5+dfsg1" },
    { Name: "containerd", Version: "1.7.24~ds1" },
    { Name: "runc", Version: "1.1.15+ds1" },
    { Name: "docker-init", Version: "0.19.0" },
  ];
  expect(engineComponents(docker)).toEqual([
    { part: "docker", version: "26.1.5+dfsg1" },
    { part: "containerd", version: "1.7.24~ds1" },
    { part: "runc", version: "1.1.15+ds1" },
  ]);
  const podman = [
    { Name: "Podman Engine", Version: "5.4.2" },
    { Name: "Conmon", Version: "conmon version 2.1.12, commit: unknown" },
    { Name: "OCI Runtime (crun)", Version: "crun version 1.21\ncommit: 1026\nspec: 1.0.0" },
  ];
  expect(engineComponents(podman)).toEqual([
    { part: "podman", version: "5.4.2" },
    { part: "crun", version: "1.21" },
  ]);
  expect(engineComponents([{ Name: "runc", Version: "unknown" }])).toEqual([]);
});
