import { below, items } from "../../text/below.ts";
import { byName } from "../../text/flag.ts";
import { yamlLines, yamlQuoted, type YamlMap } from "../../text/yaml-text.ts";
import { containerLines } from "./container-lines.ts";
import type { PodSpec } from "./pod-spec.ts";

/**
 * The pod's `spec`. A patch removes privileges beyond it, and keeps other fields of the object (volumes, secrets,
 * probes).
 */
export function podLines(spec: PodSpec, patch = false): string[] {
  const { graceSeconds, exists, network } = spec;
  return [
    ...(exists ? [] : ["# Nothing that was learned asked the API server or looked for Services in its environment."]),
    "automountServiceAccountToken: false",
    "enableServiceLinks: false",
    ...(patch ? ["hostPID: null", "hostIPC: null", "shareProcessNamespace: null"] : []),
    ...(spec.pid === "host" ? ["hostPID: true"] : []),
    ...(spec.ipc === "host" ? ["hostIPC: true"] : []),
    ...(network === "host" ? ["hostNetwork: true"] : patch ? ["hostNetwork: null"] : []),
    ...(spec.hasUserNamespace === true ? ["hostUsers: false"] : []),
    ...yamlLines({ hostname: spec.hostname, restartPolicy: spec.restartPolicy, ...names(spec) }),
    ...(graceSeconds === undefined ? [] : [`terminationGracePeriodSeconds: ${graceSeconds}`]),
    ...podContext(spec, patch),
    ...items("containers", [{ lines: containerLines(spec, patch) }]),
    ...items(
      "volumes",
      spec.volumes.map(({ name, source }) => ({ lines: [`name: ${name}`, ...source] })),
    ),
  ];
}

function names({ extraHosts = [], dns = [], dnsSearch = [], dnsOptions = [] }: PodSpec): YamlMap {
  return {
    hostAliases: extraHosts.map((line) => {
      const at = line.indexOf(":");
      return { ip: line.slice(at + 1), hostnames: [line.slice(0, at)] };
    }),
    dnsConfig: {
      nameservers: dns.length > 0 ? dns : undefined,
      searches: dnsSearch.length > 0 ? dnsSearch : undefined,
      options: dnsOptions.length > 0 ? dnsOptions.map(dnsOption) : undefined,
    },
  };
}

/** `ndots:2` and `use-vc`. */
function dnsOption(text: string): YamlMap {
  const at = text.indexOf(":");
  return at === -1 ? { name: text } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

/**
 * Like the container's (`takenAway`), for the whole pod. A level is not a privilege, and volumes may be shared by it.
 */
const podTakenAway = [
  "supplementalGroups: null",
  "appArmorProfile: null",
  "seLinuxOptions: {type: null, role: null, user: null}",
  "windowsOptions: null",
];

function podContext({ fsGroup, isStrictOfGroups, sysctls = {}, groups = [] }: PodSpec, patch: boolean): string[] {
  const groupIds = groups.filter((group) => /^\d+$/.test(group));
  return below("securityContext", [
    ...(patch ? podTakenAway : []),
    ...(fsGroup === undefined
      ? []
      : [
          "# This group owns the volumes and can write to them.",
          `fsGroup: ${fsGroup}`,
          "fsGroupChangePolicy: OnRootMismatch",
        ]),
    ...(isStrictOfGroups === true ? ["supplementalGroupsPolicy: Strict"] : []),
    ...(groupIds.length === 0 ? [] : [`supplementalGroups: [${groupIds.join(", ")}]`]),
    ...(patch && Object.keys(sysctls).length === 0 ? ["sysctls: null"] : []),
    ...items(
      "sysctls",
      byName(sysctls).map(([name, value]) => ({ lines: [`name: ${yamlQuoted(name)}`, `value: ${yamlQuoted(value)}`] })),
    ),
  ]);
}
