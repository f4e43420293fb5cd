import { expect, test } from "vitest";
import { securityOptions } from "./security-options.ts";

const usual = { privileged: false, pid: "", ipc: "private" };

test.each([
  ["no-new-privileges", { noNewPrivileges: true }],
  ["no-new-privileges:true", { noNewPrivileges: true }],
  ["no-new-privileges=true", { noNewPrivileges: true }],
  ["no-new-privileges=false", { noNewPrivileges: false }],
  ["seccomp=unconfined", { seccomp: "unconfined" }],
  ["seccomp:unconfined", { seccomp: "unconfined" }],
  ['seccomp={"defaultAction":"SCMP_ACT_ERRNO"}', { seccomp: '{"defaultAction":"SCMP_ACT_ERRNO"}' }],
  ["apparmor=docker-default", { appArmor: "docker-default" }],
  ["label=type:svirt_t", { labels: ["type:svirt_t"] }],
  ["label:disable", { labels: ["disable"] }],
  ["disable", { labels: ["disable"] }],
  ["writable-cgroups=true", { otherSecurity: ["writable-cgroups=true"] }],
])("%s", (option, expected) => {
  expect(securityOptions([option], usual)).toEqual({ labels: [], otherSecurity: [], ...expected });
});

test.each([
  { ...usual, privileged: true },
  { ...usual, pid: "host" },
  { ...usual, ipc: "host" },
])("does not count the engine's own label=disable as requested: %j", (own) => {
  expect(securityOptions(["label=disable"], own).labels).toEqual([]);
});
