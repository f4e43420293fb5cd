import { expect, test } from "vitest";
import { runtimeVersion } from "./runtime-version.ts";

const crun =
  "crun version 1.21\ncommit: 10269840aa07fb7e6b7e1acff6198692d8ff5c88\nrundir: /run/crun\nspec: 1.0.0\n+SYSTEMD";

test.each([
  [
    "runc",
    [
      { Name: "Engine", Version: "26.1.5" },
      { Name: "runc", Version: "1.1.15+ds1" },
    ],
    "1.1.15+ds1",
  ],
  [
    "crun",
    [
      { Name: "Podman Engine", Version: "5.4.2" },
      { Name: "OCI Runtime (crun)", Version: crun },
    ],
    "1.21",
  ],
  // The default runtime differs from the component.
  [
    "runsc",
    [
      { Name: "Engine", Version: "26.1.5" },
      { Name: "runc", Version: "1.1.15" },
    ],
    undefined,
  ],
  ["runc", [{ Name: "runc", Version: "" }], undefined],
  ["", [], undefined],
])("of %s", (runtime, components, version) => {
  expect(runtimeVersion(runtime, components)).toBe(version);
});
