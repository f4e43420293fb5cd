import { expect, it } from "vitest";
import { atLeast, toTargetVersion, type TargetVersions } from "./target-version.ts";

const podman: TargetVersions = { flag: "podman", product: "Podman", default: "5.4", oldest: "4.4", newest: "6.2" };
const docker: TargetVersions = { flag: "docker", product: "Docker", default: "29", oldest: "20.10", newest: "29" };

it.each([
  ["5.4", "5.4"],
  ["5.4.2", "5.4"],
  ["v5.10", "5.10"],
  ["5", "5.0"],
  ["7.1", "7.1"],
])("--podman %s is %s", (said, version) => expect(toTargetVersion(podman, said)).toBe(version));

it.each([
  ["29", "29"],
  ["28.5.1", "28.5"],
])("--docker %s is %s", (said, version) => expect(toTargetVersion(docker, said)).toBe(version));

it.each(["", "latest", "5.", "-5", "5.4.2.1", "1e3", "5.4-rc1"])("refuses --podman %j with the accepted form", (said) =>
  expect(() => toTargetVersion(podman, said)).toThrow(`--podman ${said} is not a version such as 6.2.`),
);

it("refuses versions before the oldest", () => {
  expect(() => toTargetVersion(podman, "4.3")).toThrow("--podman 4.3 is too old.");
  expect(toTargetVersion(podman, "4.4")).toBe("4.4");
});

it("orders 5.10 after 5.9, and reads 29 as 29.0", () => {
  expect(atLeast("5.10", "5.9")).toBe(true);
  expect(atLeast("5.9", "5.10")).toBe(false);
  expect(atLeast("29", "28.9")).toBe(true);
  expect(atLeast("29", "29.0")).toBe(true);
});
