import { compareText } from "../../../text/compare-text.ts";
import { engineCapabilities } from "../../../data/engine-capabilities.ts";
import { ownValue } from "../../../domain/own-value.ts";
import type { NetworkAttachment, RequestedSettings } from "../../../domain/container/requested-settings.ts";
import type {
  EngineDefaults,
  InheritedSettings,
  InspectedContainer,
  InspectedHost,
} from "../../../domain/container/inspected-container.ts";
import { toCapability } from "../../../domain/profile/capability.ts";
import { requestedLimits } from "./requested-limits.ts";
import { requestedMounts, isMade } from "./requested-mounts.ts";
import { requestedProcess } from "./requested-process.ts";
import { securityOptions } from "./security-options.ts";

/**
 * The requested settings of a container: the inspected ones without its image's (`undefined`: the image was deleted, so its settings cannot be
 * separated) and without the engine's defaults. The remaining ones correspond to options of `docker run`.
 */
export function requestedSettings(
  inspected: InspectedContainer,
  image: InheritedSettings | undefined,
  engine: EngineDefaults,
): RequestedSettings {
  const { id, name, config, host } = inspected;
  const podman = engine.engine === "podman";
  const ownNetwork = !isShared(host.networkMode);
  return {
    name,
    engine: engine.engine,
    image: config.image,
    ...requestedProcess(inspected, image, engine.engine),
    ...securityOptions(host.securityOpt, host),
    ...requestedLimits(host, engine),
    groups: host.groups,
    // The host's own name, or another container's, was not requested.
    ...(ownNetwork &&
      host.uts !== "host" &&
      !["", shortId(id)].includes(config.hostname) && { hostname: config.hostname }),
    ...(config.domainname !== "" && ownNetwork && { domainname: config.domainname }),
    tty: config.tty,
    stdin: config.stdin,
    annotations: podman ? {} : host.annotations,
    privileged: host.privileged,
    // Default privileges need no options.
    ...capabilitiesOf(host, podman),
    unmasked:
      !host.privileged &&
      ((host.maskedPaths?.length === 0 && host.readonlyPaths?.length === 0) || host.securityOpt.some(isUnmaskAll)),
    readOnly: host.readOnly,
    ...(host.init !== undefined && !(podman && !host.init) && { init: host.init }),
    mounts: requestedMounts(inspected, image),
    tmpfs: Object.entries(host.tmpfs).map(([path, options]) => ({
      path,
      options: podman ? tmpfsWords(options) : options,
    })),
    volumesFrom: host.volumesFrom,
    devices: host.privileged && podman ? [] : host.devices,
    deviceRules: host.deviceRules,
    deviceRequests: host.deviceRequests,
    ports: host.ports.map(({ target, hostIp, hostPort }) => {
      const [port = "", protocol = "tcp"] = target.split("/");
      return {
        target: port,
        protocol,
        ...(hostIp !== "" && { hostIp }),
        ...(hostPort !== "" && { published: hostPort }),
      };
    }),
    publishAll: host.publishAll,
    ...networkOf(inspected),
    links: [...host.links, ...linksOf(inspected)].map(linkText),
    ...(ownNetwork && config.macAddress !== "" && { macAddress: config.macAddress }),
    dns: host.dns,
    dnsOptions: host.dnsOptions,
    dnsSearch: host.dnsSearch,
    extraHosts: host.extraHosts,
    ...(host.pid !== "" && host.pid !== "private" && { pid: host.pid }),
    ...(host.ipc !== "" && host.ipc !== "private" && !(podman && host.ipc === "shareable") && { ipc: host.ipc }),
    ...(host.uts !== "" && host.uts !== "private" && { uts: host.uts }),
    ...(host.userns !== "" && host.userns !== "private" && { userns: host.userns }),
    ...(host.cgroup !== "" &&
      host.cgroup !== (engine.cgroupVersion === 2 ? "private" : podman ? host.cgroup : "host") && {
        cgroup: host.cgroup,
      }),
    ...(host.cgroupParent !== "" && !podman && { cgroupParent: host.cgroupParent }),
    sysctls: host.sysctls,
    ...(host.runtime !== "" && host.runtime !== engine.runtime && host.runtime !== "oci" && { runtime: host.runtime }),
    // Podman's Docker-compatible API reports `json-file` for every container.
    ...(host.logDriver !== "" && host.logDriver !== engine.logDriver && !podman && { logDriver: host.logDriver }),
    logOptions: podman ? {} : host.logOptions,
    storageOpt: host.storageOpt,
    ...restartOf(host.restart),
    autoRemove: host.autoRemove,
    ...composeOf(config.labels),
    notes: [
      ...(image === undefined
        ? ["its image is no longer on the engine, so settings of the image stand here as its own"]
        : []),
      ...unnamedVolumes(inspected),
      ...otherLinks(inspected),
      ...host.others.map((key) => `HostConfig.${key} is set, which hullproof does not write`),
    ],
  };
}

/** Network of another container or of the host: the container has no name, ports or addresses itself. */
function isShared(network: string): boolean {
  return network === "host" || network.startsWith("container:");
}

/**
 * Podman reports differences from its default set, not the typed options: if most are dropped, it is `ALL` plus the others, which is equivalent. To a
 * privileged container it reports the capabilities that the host itself lacks.
 */
function capabilitiesOf(host: InspectedHost, podman: boolean): Pick<RequestedSettings, "capAdd" | "capDrop"> {
  const capAdd = host.capAdd.map(capabilityName);
  const capDrop = host.capDrop.map(capabilityName);
  if (!podman) return { capAdd, capDrop };
  if (host.privileged) return { capAdd: [], capDrop: [] };
  const usual = engineCapabilities("Podman Engine");
  const remainingCapabilities = usual.filter((name) => !capDrop.includes(name));
  return remainingCapabilities.length < usual.length / 2
    ? { capDrop: ["ALL"], capAdd: [...remainingCapabilities, ...capAdd].sort() }
    : { capAdd, capDrop };
}

/** Podman's equivalent of Docker's `systempaths=unconfined`. */
function isUnmaskAll(option: string): boolean {
  return /^unmask[=:]all$/i.test(option);
}

/** `CHOWN`, as every engine and dialect accepts it; other words stay unchanged. */
function capabilityName(text: string): string {
  return toCapability(text) ?? text.toUpperCase().replace(/^CAP_/, "");
}

function networkOf({ id, host, networks }: InspectedContainer): Pick<RequestedSettings, "network" | "attachments"> {
  const { networkMode: mode } = host;
  const usual = ["", "default", "bridge", "pasta", "slirp4netns", "private", "podman"].includes(mode);
  const userNetworks = Object.entries(networks)
    .filter(([network]) => !["bridge", "host", "none", "podman"].includes(network))
    // The network it was created in comes first: it has the ports and the name in the hosts file.
    .sort(([a], [b]) => Number(b === mode) - Number(a === mode))
    .map(([network, endpoint]): NetworkAttachment => ({
      network,
      // Engines before API 1.45 put the short id among the names.
      aliases: endpoint.aliases.filter((alias) => alias !== shortId(id)),
      driverOptions: endpoint.driverOptions,
      linkLocal: endpoint.linkLocal,
      ...(endpoint.ipv4 !== "" && { ipv4: endpoint.ipv4 }),
      ...(endpoint.ipv6 !== "" && { ipv6: endpoint.ipv6 }),
    }));
  return {
    ...(!usual && { network: mode }),
    ...(usual && userNetworks[0] !== undefined && ownValue(networks, mode === "default" ? "bridge" : mode) === undefined
      ? { network: userNetworks[0].network }
      : {}),
    attachments: isShared(mode) || mode === "none" ? [] : userNetworks,
  };
}

/** Links of the network in which it was created, if user-defined; those of the default network are host settings. */
function linksOf({ host, networks }: InspectedContainer): readonly string[] {
  return ownValue(networks, host.networkMode)?.links ?? [];
}

/** `docker network connect --link`, which has no option of `docker run`. */
function otherLinks({ host, networks }: InspectedContainer): string[] {
  return Object.entries(networks).flatMap(([network, { links }]) =>
    network === host.networkMode || network === "bridge"
      ? []
      : links.map((link) => `network ${network} has the link ${linkText(link)}: docker network connect --link`),
  );
}

/** `/db:/web/alias` is `--link db:alias`; a user-defined network has `db:alias`. */
function linkText(link: string): string {
  const [linkedContainer = "", aliasPath = ""] = link.split(":");
  const alias = aliasPath.slice(aliasPath.lastIndexOf("/") + 1);
  return `${linkedContainer.replace(/^\//, "")}${alias === "" ? "" : `:${alias}`}`;
}

/** Podman also reports its default mounts. */
function tmpfsWords(options: string): string {
  return options
    .split(",")
    .filter((word) => !["rw", "rprivate", "nosuid", "nodev", "tmpcopyup", ""].includes(word))
    .join(",");
}

function restartOf({ name, retries }: InspectedContainer["host"]["restart"]): Pick<RequestedSettings, "restart"> {
  if (name === "" || name === "no") return {};
  return { restart: name === "on-failure" && retries > 0 ? `on-failure:${retries}` : name };
}

function composeOf(labels: Readonly<Record<string, string>>): Pick<RequestedSettings, "compose"> {
  const of = (key: string) => ownValue(labels, `com.docker.compose.${key}`) ?? "";
  if (of("project") === "" || of("service") === "") return {};
  const files = of("project.config_files").split(",");
  return {
    compose: { project: of("project"), service: of("service"), files: files.filter((file) => file !== "") },
  };
}

function unnamedVolumes({ mounts, config, host }: InspectedContainer): string[] {
  // Those of another container come from `--volumes-from`.
  const isOwn = (path: string) => host.volumesFrom.length === 0 || config.volumes.includes(path);
  const unnamed = mounts.filter(
    ({ type, name, destination }) => type === "volume" && isMade(name) && isOwn(destination),
  );
  // Engines list them without an order.
  const inOrder = unnamed.toSorted((one, other) => compareText(one.destination, other.destination));
  return inOrder.map(
    ({ destination }) => `${destination} is a volume without a name: another container gets an empty one of its own`,
  );
}

/** The default host name and alias of an engine. A requested name, `c`, may be a prefix of the id. */
function shortId(id: string): string {
  return id.slice(0, 12);
}
