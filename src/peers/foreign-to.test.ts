import { expect, it } from "vitest";
import { judge } from "../../test/judge.ts";
import type { ContainerSpecs } from "../domain/container/container-spec.ts";
import { ofRunLines } from "../dialects/run-line/read.ts";
import { runLines } from "../formats/command-line/run-lines.ts";
import hostNamespace from "../rules/capabilities/isolation/host-namespace.ts";
import type { Rule } from "../rules/rule.ts";

/** Ids of a run line's findings, as if this dialect said the same. */
function idsOf(flags: string, dialect?: "compose" | "quadlet"): string[] {
  const containers: ContainerSpecs = ofRunLines(runLines("run.sh", `docker run ${flags} example/web:1.4\n`));
  const facts = { containers: dialect === undefined ? containers : { ...containers, dialects: [dialect] } };
  return judge([hostNamespace as unknown as Rule], { target: "t", facts }).findings.flatMap(({ also }) => also);
}

it.each([
  ["--network host", ["cis-docker/5.10"]],
  ["--net=host", ["cis-docker/5.10"]],
  ["--pid host", ["cis-docker/5.16"]],
  ["--ipc=host", ["cis-docker/5.17"]],
  ["--userns host", ["cis-docker/5.31"]],
  ["--uts host", ["cis-docker/5.21"]],
  ["--pid host --ipc host", ["cis-docker/5.16", "cis-docker/5.17"]],
])("names no tool that reads Compose files alone for a run line with %s", (flags, ids) => {
  expect(idsOf(flags)).toEqual(ids);
});

it.each([
  ["--network host", ["cis-docker/5.10", "compose-lint/CL-0008", "kics/shared_host_network_namespace"]],
  ["--pid host", ["cis-docker/5.16", "compose-lint/CL-0010", "kics/host_namespace_is_shared"]],
  ["--ipc host", ["cis-docker/5.17", "compose-lint/CL-0010", "kics/shared_host_ipc_namespace"]],
])("names them for a Compose file with the same as %s", (flags, ids) => {
  expect(idsOf(flags, "compose")).toEqual(ids);
});

it("names none of them for a Quadlet unit", () => {
  expect(idsOf("--network host", "quadlet")).toEqual(["cis-docker/5.10"]);
});
