import type { GivenMount, GivenSettings } from "../../domain/container-spec/given-settings.ts";
import type { Healthcheck } from "../../domain/container-spec/inspected-container.ts";
import { yamlText, type YamlMap } from "../text/yaml-text.ts";
import { givenSeccompFile, ownSeccomp, type GivenText, type NotSaid } from "./given-emitter.ts";
import { keptOut, type ShownValues } from "./shown-values.ts";

/** A pod with one container that is set up like the one that runs. Much of a container is the cluster's there: what is left out is listed. */
export function podOfGiven(given: GivenSettings, shown: ShownValues): GivenText {
  const name = dnsName(given.name);
  const mounts = given.mounts.map((mount, at) => ({ mount, volume: `volume-${at + 1}` }));
  const tmpfs = given.tmpfs.map((one, at) => ({ ...one, volume: `tmpfs-${at + 1}` }));
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
          command: given.entrypoint?.map(dollars),
          args: given.command?.map(dollars),
          workingDir: given.workingDir,
          tty: given.tty || undefined,
          stdin: given.stdin || undefined,
          env: [...shown].map(([key, value]) => variable(key, value, name)),
          ports: given.ports.map(({ target, protocol }) => ({
            containerPort: Number(target),
            protocol: protocol.toUpperCase(),
          })),
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
  return { text: `${yamlText(pod)}\n`, notSaid: notSaid(given, shown, name) };
}

/** What `docker stop` waits where no one says otherwise; the kubelet would wait 30 s. */
const dockerStopSeconds = 10;

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
  const { user, privileged, noNewPrivileges, seccomp, unmasked } = given;
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
  };
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
  if (type === "tmpfs")
    return {
      emptyDir: { medium: "Memory", sizeLimit: long?.sizeBytes === undefined ? undefined : String(long.sizeBytes) },
    };
  return { emptyDir: {} };
}

function notSaid(given: GivenSettings, shown: ShownValues, pod: string): NotSaid[] {
  const kept = keptOut(shown);
  const gone = (code: string, what: string, has: boolean, why = "a container of a pod has nothing for it"): NotSaid[] =>
    has ? [{ code, what, why }] : [];
  return [
    ...gone(
      "pids",
      `limit of ${given.pids} tasks`,
      given.pids !== undefined,
      "the kubelet's podPidsLimit is for the whole node",
    ),
    ...gone("ulimits", "ulimits", given.ulimits.length > 0),
    ...gone(
      "devices",
      "devices",
      given.devices.length + given.deviceRequests.length + given.deviceRules.length > 0,
      "a device plugin of the cluster hands them out",
    ),
    ...gone("init-process", "init process", given.init === true),
    ...gone(
      "network-none",
      "network none",
      given.network === "none",
      "a NetworkPolicy and a network that enforces it come nearest",
    ),
    ...gone(
      "networks-and-their-names",
      "networks and their names",
      given.attachments.length > 0,
      "pods share one network; a Service gives a name",
    ),
    ...gone("published-ports", "published ports", given.ports.length > 0, "a Service publishes them"),
    ...gone(
      "swap-swappiness-and-shares-of-cpu",
      "swap, swappiness and shares of CPU",
      given.memorySwap !== undefined ||
        given.memorySwappiness !== undefined ||
        given.cpuShares !== undefined ||
        given.cpuQuota !== undefined,
    ),
    ...gone(
      "cpus-and-memory-nodes-that-it-is-bound-t",
      "CPUs and memory nodes that it is bound to",
      given.cpusetCpus !== undefined || given.cpusetMems !== undefined,
    ),
    ...gone("oom-settings", "OOM settings", given.oomKillDisable || given.oomScoreAdj !== undefined),
    ...gone("size-of-dev-shm", "size of /dev/shm", given.shmSize !== undefined),
    ...gone(
      "options-of-tmpfs-but-its-size",
      "options of tmpfs but its size",
      given.tmpfs.some(({ options }) => options.replace(/^size=\d+$/, "") !== ""),
      "an emptyDir has mode 0777 and belongs to root",
    ),
    ...gone(
      "user-by-name",
      "user by name",
      given.user !== undefined && !/^\d+(?::\d+)?$/.test(given.user),
      "runAsUser takes a number",
    ),
    ...gone(
      "log-driver-and-options",
      "log driver and options",
      given.logDriver !== undefined || Object.keys(given.logOptions).length > 0,
      "the node's runtime writes logs",
    ),
    ...gone("stop-signal", "stop signal", given.stopSignal !== undefined, "lifecycle.stopSignal is not on by default"),
    ...gone("apparmor-profile", "AppArmor profile", given.appArmor !== undefined),
    ...gone("labels", "labels", Object.keys(given.labels).length > 0, "labels of Kubernetes have another form"),
    ...gone(
      "links-volumes-of-other-containers",
      "links, volumes of other containers",
      given.links.length + given.volumesFrom.length > 0,
    ),
    ...gone(
      "its-list-of-system-calls",
      "its list of system calls",
      ownSeccomp(given) !== undefined,
      `it has to lie on each node as ${givenSeccompFile} below the kubelet's seccomp folder`,
    ),
    ...gone(
      "env-values",
      `values of ${kept.join(", ")}`,
      kept.length > 0,
      `they are read from a Secret named ${pod}; --show-values prints them`,
    ),
  ];
}
