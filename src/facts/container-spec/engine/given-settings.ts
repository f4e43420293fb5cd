import { compareText } from "../../../text/compare-text.ts";
import { engineCapabilities } from "../../../data/engine-capabilities.ts";
import { ownValue } from "../../../domain/own-value.ts";
import type { GivenAttachment, GivenSettings } from "../../../domain/container-spec/given-settings.ts";
import type {
  EngineDefaults,
  InheritedSettings,
  InspectedContainer,
  InspectedHost,
} from "../../../domain/container-spec/inspected-container.ts";
import { toCapability } from "../../../domain/profile/capability.ts";
import { givenLimits } from "./given-limits.ts";
import { givenMounts, isMade } from "./given-mounts.ts";
import { givenProcess } from "./given-process.ts";
import { securityOptions } from "./security-options.ts";

/**
 * What a container was asked to be: its inspected settings without its image's (`undefined`: the image is gone, and nothing of it can be told
 * apart) and without what the engine gives to each container. What is left stands for options of `docker run`.
 */
export function givenSettings(
  inspected: InspectedContainer,
  image: InheritedSettings | undefined,
  engine: EngineDefaults,
): GivenSettings {
  const { id, name, config, host } = inspected;
  const podman = engine.engine === "podman";
  const ownNetwork = !isShared(host.networkMode);
  return {
    name,
    engine: engine.engine,
    image: config.image,
    ...givenProcess(inspected, image, engine.engine),
    ...securityOptions(host.securityOpt, host),
    ...givenLimits(host, engine),
    groups: host.groupAdd,
    // No one asked for the host's own name, or for another container's.
    ...(ownNetwork &&
      host.uts !== "host" &&
      !["", shortId(id)].includes(config.hostname) && { hostname: config.hostname }),
    ...(config.domainname !== "" && ownNetwork && { domainname: config.domainname }),
    tty: config.tty,
    stdin: config.stdin,
    annotations: podman ? {} : host.annotations,
    privileged: host.privileged,
    // What is granted anyway needs no words.
    ...capabilitiesOf(host, podman),
    unmasked:
      !host.privileged &&
      ((host.maskedPaths?.length === 0 && host.readonlyPaths?.length === 0) || host.securityOpt.some(isUnmaskAll)),
    readOnly: host.readOnly,
    ...(host.init !== undefined && !(podman && !host.init) && { init: host.init }),
    mounts: givenMounts(inspected, image),
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
    ...(host.cgroupns !== "" &&
      host.cgroupns !== (engine.cgroupVersion === 2 ? "private" : podman ? host.cgroupns : "host") && {
        cgroupns: host.cgroupns,
      }),
    ...(host.cgroupParent !== "" && !podman && { cgroupParent: host.cgroupParent }),
    sysctls: host.sysctls,
    ...(host.runtime !== "" && host.runtime !== engine.runtime && host.runtime !== "oci" && { runtime: host.runtime }),
    // Podman's Docker-compatible API says `json-file` of every container.
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

/** Of another container, or of the machine: it has no name, ports and addresses of its own. */
function isShared(network: string): boolean {
  return network === "host" || network.startsWith("container:");
}

/**
 * Podman tells what differs from its default set, and not what was typed: most of it gone is `ALL` and the rest, which comes to the same. To a
 * privileged container it says what the host itself lacks.
 */
function capabilitiesOf(host: InspectedHost, podman: boolean): Pick<GivenSettings, "capAdd" | "capDrop"> {
  const capAdd = host.capAdd.map(capabilityName);
  const capDrop = host.capDrop.map(capabilityName);
  if (!podman) return { capAdd, capDrop };
  if (host.privileged) return { capAdd: [], capDrop: [] };
  const usual = engineCapabilities("Podman Engine");
  const kept = usual.filter((name) => !capDrop.includes(name));
  return kept.length < usual.length / 2
    ? { capDrop: ["ALL"], capAdd: [...kept, ...capAdd].sort() }
    : { capAdd, capDrop };
}

/** Of Podman: what `systempaths=unconfined` is for Docker. */
function isUnmaskAll(option: string): boolean {
  return /^unmask[=:]all$/i.test(option);
}

/** `CHOWN`, as every engine and dialect takes it; what is no capability stays as it is. */
function capabilityName(text: string): string {
  return toCapability(text) ?? text.toUpperCase().replace(/^CAP_/, "");
}

function networkOf({ id, host, networks }: InspectedContainer): Pick<GivenSettings, "network" | "attachments"> {
  const { networkMode: mode } = host;
  const usual = ["", "default", "bridge", "pasta", "slirp4netns", "private", "podman"].includes(mode);
  const own = Object.entries(networks)
    .filter(([network]) => !["bridge", "host", "none", "podman"].includes(network))
    // The one that it was made in comes first: its ports and its name in the hosts file are there.
    .sort(([a], [b]) => Number(b === mode) - Number(a === mode))
    .map(([network, endpoint]): GivenAttachment => ({
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
    ...(usual && own[0] !== undefined && ownValue(networks, mode === "default" ? "bridge" : mode) === undefined
      ? { network: own[0].network }
      : {}),
    attachments: isShared(mode) || mode === "none" ? [] : own,
  };
}

/** Links of the network that it was made in, where that is one of a user's own; those of the default network are the host's settings. */
function linksOf({ host, networks }: InspectedContainer): readonly string[] {
  return ownValue(networks, host.networkMode)?.links ?? [];
}

/** `docker network connect --link`: no option of `docker run` says it. */
function otherLinks({ host, networks }: InspectedContainer): string[] {
  return Object.entries(networks).flatMap(([network, { links }]) =>
    network === host.networkMode || network === "bridge"
      ? []
      : links.map((link) => `network ${network} has the link ${linkText(link)}: docker network connect --link`),
  );
}

/** `/db:/web/alias` is `--link db:alias`; a network of a user's own says `db:alias`. */
function linkText(link: string): string {
  const [other = "", own = ""] = link.split(":");
  const alias = own.slice(own.lastIndexOf("/") + 1);
  return `${other.replace(/^\//, "")}${alias === "" ? "" : `:${alias}`}`;
}

/** Podman writes out what it mounts anyway. */
function tmpfsWords(options: string): string {
  return options
    .split(",")
    .filter((word) => !["rw", "rprivate", "nosuid", "nodev", "tmpcopyup", ""].includes(word))
    .join(",");
}

function restartOf({ name, retries }: InspectedContainer["host"]["restart"]): Pick<GivenSettings, "restart"> {
  if (name === "" || name === "no") return {};
  return { restart: name === "on-failure" && retries > 0 ? `on-failure:${retries}` : name };
}

function composeOf(labels: Readonly<Record<string, string>>): Pick<GivenSettings, "compose"> {
  const of = (key: string) => ownValue(labels, `com.docker.compose.${key}`) ?? "";
  if (of("project") === "" || of("service") === "") return {};
  const files = of("project.config_files").split(",");
  return {
    compose: { project: of("project"), service: of("service"), files: files.filter((file) => file !== "") },
  };
}

function unnamedVolumes({ mounts, config, host }: InspectedContainer): string[] {
  // Those of another container come along with `--volumes-from`.
  const isOwn = (path: string) => host.volumesFrom.length === 0 || config.volumes.includes(path);
  const unnamed = mounts.filter(
    ({ type, name, destination }) => type === "volume" && isMade(name) && isOwn(destination),
  );
  // Engines list them in no order.
  const inOrder = unnamed.toSorted((one, other) => compareText(one.destination, other.destination));
  return inOrder.map(
    ({ destination }) => `${destination} is a volume without a name: another container gets an empty one of its own`,
  );
}

/** The host name and alias that an engine gives by itself. A name that was given, `c`, may well be how the id begins. */
function shortId(id: string): string {
  return id.slice(0, 12);
}
