import type { Healthcheck, RequestedMount, RequestedSettings } from "../../domain/container/requested-settings.ts";
import { wordSuppliers, writtenWord } from "../text/word-references.ts";
import { yamlText, type YamlMap } from "../text/yaml-text.ts";
import { givenSeccompFile, ownSeccomp, type GivenText } from "../existing/given-emitter.ts";
import { podNotSaid } from "./existing-losses.ts";
import type { ShownValues } from "../existing/shown-values.ts";

/**
 * A pod with one container, set up like the running one. The cluster decides many settings of a container: the losses
 * list them.
 */
export function podOfGiven(settings: RequestedSettings, envValues: ShownValues): GivenText {
  const name = dnsName(settings.name);
  const mounts = settings.mounts.map((mount, at) => ({ mount, volume: `volume-${at + 1}` }));
  const tmpfs = settings.tmpfs.map((mount, at) => ({ ...mount, volume: `tmpfs-${at + 1}` }));
  const podWord = (word: string) => writtenWord(word, settings, { text: dollars, supplied: (one) => `$(${one})` });
  const ofWords = wordSuppliers(settings).filter((key) => !envValues.has(key));
  const pod: YamlMap = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, annotations: Object.keys(settings.annotations).length === 0 ? undefined : settings.annotations },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      hostNetwork: settings.network === "host" || undefined,
      hostPID: settings.pid === "host" || undefined,
      hostIPC: settings.ipc === "host" || undefined,
      hostname: settings.hostname === undefined ? undefined : dnsName(settings.hostname),
      restartPolicy:
        settings.restart === undefined ? "Never" : settings.restart.startsWith("on-failure") ? "OnFailure" : "Always",
      terminationGracePeriodSeconds: settings.stopSeconds ?? dockerStopSeconds,
      hostAliases: settings.extraHosts.map(hostAlias),
      dnsConfig: {
        nameservers: settings.dns.length > 0 ? settings.dns : undefined,
        searches: settings.dnsSearch.length > 0 ? settings.dnsSearch : undefined,
        options: settings.dnsOptions.map(dnsOption),
      },
      securityContext: {
        supplementalGroups: settings.groups.some((group) => /^\d+$/.test(group))
          ? settings.groups.filter((group) => /^\d+$/.test(group)).map(Number)
          : undefined,
        sysctls:
          Object.keys(settings.sysctls).length === 0
            ? undefined
            : Object.entries(settings.sysctls).map(([key, value]) => ({ name: key, value })),
      },
      containers: [
        {
          name,
          image: settings.image,
          command: settings.entrypoint?.map(podWord),
          args: settings.command?.map(podWord),
          workingDir: settings.workingDir,
          tty: settings.tty || undefined,
          stdin: settings.stdin || undefined,
          env: [
            ...[...envValues].map(([key, value]) => variable(key, value, name)),
            ...ofWords.map((key) => variable(key, undefined, name)),
          ],
          ports: [
            ...settings.ports,
            ...settings.expose.map((port) => ({
              target: port.split("/")[0] ?? "",
              protocol: port.split("/")[1] ?? "tcp",
            })),
          ].map(({ target, protocol }) => ({ containerPort: Number(target), protocol: protocol.toUpperCase() })),
          resources: {
            limits: {
              memory: settings.memoryBytes === undefined ? undefined : String(settings.memoryBytes),
              cpu: settings.cpus === undefined ? undefined : String(settings.cpus),
            },
            requests: {
              memory:
                settings.memoryReservationBytes === undefined ? undefined : String(settings.memoryReservationBytes),
            },
          },
          securityContext: securityContext(settings),
          livenessProbe: settings.health && probe(settings.health),
          volumeMounts: [
            ...mounts.map(({ mount, volume }) => ({
              name: volume,
              mountPath: mount.path,
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
  return { text: `${yamlText(pod)}\n`, notSaid: podNotSaid(settings, envValues, name) };
}

/** Default timeout of `docker stop`; the kubelet would wait 30 s. */
const dockerStopSeconds = 10;

/** `shared` excludes submounts, which a pod cannot express. */
const propagations: ReadonlyMap<string, string> = new Map([
  ["rshared", "Bidirectional"],
  ["rslave", "HostToContainer"],
]);

/** `ndots:2` and `use-vc`. */
function dnsOption(text: string): YamlMap {
  const at = text.indexOf(":");
  return at === -1 ? { name: text } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

/** RFC 1123: names of pods. */
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

function securityContext(settings: RequestedSettings): YamlMap {
  const { user, privileged, noNewPrivileges, seccomp, unmasked, appArmor } = settings;
  const [uid = "", gid = ""] = (user ?? "").split(":");
  const seccompProfile = ownSeccomp(settings);
  return {
    privileged: privileged || undefined,
    runAsUser: /^\d+$/.test(uid) ? Number(uid) : undefined,
    runAsGroup: /^\d+$/.test(gid) ? Number(gid) : undefined,
    readOnlyRootFilesystem: settings.readOnly || undefined,
    allowPrivilegeEscalation: noNewPrivileges === true && !privileged ? false : undefined,
    capabilities: {
      drop: settings.capDrop.length > 0 ? settings.capDrop : undefined,
      add: settings.capAdd.length > 0 ? settings.capAdd : undefined,
    },
    seccompProfile: privileged
      ? undefined
      : seccompProfile !== undefined
        ? { type: "Localhost", localhostProfile: givenSeccompFile }
        : { type: seccomp === "unconfined" ? "Unconfined" : "RuntimeDefault" },
    procMount: unmasked ? "Unmasked" : undefined,
    seLinuxOptions: seLinux(settings.labels),
    appArmorProfile: appArmor === "unconfined" ? { type: "Unconfined" } : undefined,
  };
}

/** `type:x_t` has a separate field; `disable` has none. */
function seLinux(options: readonly string[]): YamlMap | undefined {
  const selinuxFields = options.flatMap((option) => {
    const [, part = "", value = ""] = /^(type|level|user|role):(.+)$/.exec(option) ?? [];
    return part === "" ? [] : [[part, value] as const];
  });
  return selinuxFields.length === 0 ? undefined : Object.fromEntries(selinuxFields);
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

function volumeOf({ type, source, long }: RequestedMount): YamlMap {
  if (type === "bind" && source !== undefined) return { hostPath: { path: source } };
  if (type === "volume" && source !== undefined) return { persistentVolumeClaim: { claimName: dnsName(source) } };
  if (type === "image" && source !== undefined) return { image: { reference: source } };
  if (type === "tmpfs")
    return {
      emptyDir: { medium: "Memory", sizeLimit: long?.sizeBytes === undefined ? undefined : String(long.sizeBytes) },
    };
  return { emptyDir: {} };
}
