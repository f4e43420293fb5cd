import { expect, it } from "vitest";
import type { Volume } from "../../../domain/workload/workload.ts";
import { ownMounts } from "./own-mounts.ts";

it("excludes read-only mounts, including image volumes at their paths", () => {
  const volumes: readonly Volume[] = [
    { name: "data", path: "/data" },
    { name: "seed", path: "/seed", readOnly: true, shared: "volume:seed" },
    { name: "given", path: "/image", readOnly: true },
    { name: "host", path: "/host", from: "/srv" },
  ];
  const runner = { workload: { volumes }, imageSummary: { volumes: ["/image", "/cache"] } };
  expect(ownMounts(runner as never, ({ from }) => from === undefined)).toEqual(["/cache", "/data"]);
});
