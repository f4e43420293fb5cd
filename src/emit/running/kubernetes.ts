import type { GivenMount, GivenSettings } from "../../domain/container-spec/given-settings.ts";
import type { Healthcheck } from "../../domain/container-spec/inspected-container.ts";
import { wordSuppliers, writtenWord } from "../text/word-references.ts";
import { yamlText, type YamlMap } from "../text/yaml-text.ts";
import { givenSeccompFile, ownSeccomp, type GivenText } from "./given-emitter.ts";
import { podNotSaid } from "./kubernetes-not-said.ts";
import type { ShownValues } from "./shown-values.ts";

/** A pod with one container that is set up like the one that runs. Much of a container is the cluster's there: what is left out is listed. */
export function podOfGiven(given: GivenSettings, shown: ShownValues): GivenText {
  const name = dnsName(given.name);
  const mounts = given.mounts.map((mount, at) => ({ mount, volume: `volume-${at + 1}` }));
  const tmpfs = given.tmpfs.map((one, at) => ({ ...one, volume: `tmpfs-${at + 1}` }));
  const written = (word: string) => writtenWord(word, given, { text: dollars, supplied: (one) => `$(${one})` });
  const ofWords = wordSuppliers(given).filter((key) => !shown.has(key));
  const pod: YamlMap = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, annotations: Object.keys(given.annotations).length === 0 ? undefined : given.annotations },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      hostNetwork: given.network === "host" || undefined,
      hostPID: given.pid === "host" || undefined,
      hostIPC: given.ipc === "host" || undefined,
      hostname: given.hostname === undefined ? undefined : dnsName(given.hostname),
      restartPolicy:
        given.restart === undefined ? "Never" : given.restart.startsWith("on-failure") ? "OnFailure" : "Always",
      terminationGracePeriodSeconds: given.stopSeconds ?? dockerStopSeconds,
      hostAliases: given.extraHosts.map(hostAlias),
      dnsConfig: {
        nameservers: given.dns.length > 0 ? given.dns : undefined,
        searches: given.dnsSearch.length > 0 ? given.dnsSearch : undefined,
        options: given.dnsOptions.map(dnsOption),
      },
      securityContext: {
        supplementalGroups: given.groups.some((group) => /^\d+$/.test(group))
          ? given.groups.filter((group) => /^\d+$/.test(group)).map(Number)
          : undefined,
        sysctls:
          Object.keys(given.sysctls).length === 0
            ? undefined
            : Object.entries(given.sysctls).map(([key, value]) => ({ name: key, value })),
      },
      containers: [
        {
          name,
          image: given.image,
          command: given.entrypoint?.map(written),
          args: given.command?.map(written),
          workingDir: given.workingDir,
          tty: given.tty || undefined,
          stdin: given.stdin || undefined,
          env: [
            ...[...shown].map(([key, value]) => variable(key, value, name)),
            ...ofWords.map((key) => variable(key, undefined, name)),
          ],
          ports: [
            ...given.ports,
            ...given.expose.map((port) => ({
              target: port.split("/")[0] ?? "",
              protocol: port.split("/")[1] ?? "tcp",
            })),
          ].map(({ target, protocol }) => ({ containerPort: Number(target), protocol: protocol.toUpperCase() })),
          resources: {
            limits: {
              memory: given.memory === undefined ? undefined : String(given.memory),
              cpu: given.cpus === undefined ? undefined : String(given.cpus),
            },
            requests: { memory: given.memoryReservation === undefined ? undefined : String(given.memoryReservation) },
          },
          securityContext: securityContext(given),
          livenessProbe: given.health && probe(given.health),
          volumeMounts: [
            ...mounts.map(({ mount, volume }) => ({
              name: volume,
              mountPath: mount.target,
              readOnly: mount.readOnly || undefined,
              subPath: mount.long?.subpath,
              mountPropagation: mount.propagation === undefined ? undefined : propagations.get(mount.propagation),
            })),
            ...tmpfs.map(({ path, volume }) => ({ name: volume, mountPath: path })),
          ],
        },
      ],
      volumes: [
        ...mounts.map(({ mount, volume }) => ({ name: volume, ...volumeOf(mount) })),
        ...tmpfs.map(({ options, volume }) => ({
          name: volume,
          emptyDir: { medium: "Memory", sizeLimit: /(?:^|,)size=(\d+)/.exec(options)?.[1] },
        })),
      ],
    },
  };
  return { text: `${yamlText(pod)}\n`, notSaid: podNotSaid(given, shown, name) };
}

/** What `docker stop` waits where no one says otherwise; the kubelet would wait 30 s. */
const dockerStopSeconds = 10;

/** `shared` is without what is mounted below, which a pod has no word for. */
const propagations: ReadonlyMap<string, string> = new Map([
  ["rshared", "Bidirectional"],
  ["rslave", "HostToContainer"],
]);

/** `ndots:2` and `use-vc`. */
function dnsOption(text: string): YamlMap {
  const at = text.indexOf(":");
  return at === -1 ? { name: text } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

/** RFC 1123: what a pod may be called. */
function dnsName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "-")
    .slice(0, 63)
    .replaceAll(/^-|-$/g, "");
  return name === "" ? "app" : name;
}

/** `$(NAME)` would be a variable of Kubernetes', and `$$` one `$`. */
function dollars(text: string): string {
  return text.replaceAll("$", "$$$$");
}

function variable(key: string, value: string | undefined, pod: string): YamlMap {
  if (value !== undefined) return { name: key, value: dollars(value) };
  return { name: key, valueFrom: { secretKeyRef: { name: pod, key } } };
}

function hostAlias(line: string): YamlMap {
  const at = line.indexOf(":");
  return { ip: line.slice(at + 1), hostnames: [line.slice(0, at)] };
}

function securityContext(given: GivenSettings): YamlMap {
  const { user, privileged, noNewPrivileges, seccomp, unmasked, appArmor } = given;
  const [uid = "", gid = ""] = (user ?? "").split(":");
  const own = ownSeccomp(given);
  return {
    privileged: privileged || undefined,
    runAsUser: /^\d+$/.test(uid) ? Number(uid) : undefined,
    runAsGroup: /^\d+$/.test(gid) ? Number(gid) : undefined,
    readOnlyRootFilesystem: given.readOnly || undefined,
    allowPrivilegeEscalation: noNewPrivileges === true && !privileged ? false : undefined,
    capabilities: {
      drop: given.capDrop.length > 0 ? given.capDrop : undefined,
      add: given.capAdd.length > 0 ? given.capAdd : undefined,
    },
    seccompProfile: privileged
      ? undefined
      : own !== undefined
        ? { type: "Localhost", localhostProfile: givenSeccompFile }
        : { type: seccomp === "unconfined" ? "Unconfined" : "RuntimeDefault" },
    procMount: unmasked ? "Unmasked" : undefined,
    seLinuxOptions: seLinux(given.labelOptions),
    appArmorProfile: appArmor === "unconfined" ? { type: "Unconfined" } : undefined,
  };
}

/** `type:x_t` is a field of its own; `disable` has none. */
function seLinux(options: readonly string[]): YamlMap | undefined {
  const said = options.flatMap((option) => {
    const [, part = "", value = ""] = /^(type|level|user|role):(.+)$/.exec(option) ?? [];
    return part === "" ? [] : [[part, value] as const];
  });
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

function probe({ test, interval, timeout, startPeriod, retries }: Healthcheck): YamlMap | undefined {
  const [kind, ...words] = test;
  if (kind === "NONE") return undefined;
  const seconds = (time: number | undefined) => (time === undefined ? undefined : Math.max(1, Math.round(time / 1e9)));
  return {
    exec: { command: (kind === "CMD" ? words : ["/bin/sh", "-c", words.join(" ")]).map(dollars) },
    // Docker's own defaults.
    periodSeconds: seconds(interval) ?? 30,
    timeoutSeconds: seconds(timeout) ?? 30,
    initialDelaySeconds: seconds(startPeriod),
    failureThreshold: retries ?? 3,
  };
}

function volumeOf({ type, source, long }: GivenMount): YamlMap {
  if (type === "bind" && source !== undefined) return { hostPath: { path: source } };
  if (type === "volume" && source !== undefined) return { persistentVolumeClaim: { claimName: dnsName(source) } };
  if (type === "image" && source !== undefined) return { image: { reference: source } };
  if (type === "tmpfs")
    return {
      emptyDir: { medium: "Memory", sizeLimit: long?.sizeBytes === undefined ? undefined : String(long.sizeBytes) },
    };
  return { emptyDir: {} };
}
