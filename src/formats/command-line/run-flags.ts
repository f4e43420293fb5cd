/**
 * Flags of `docker run`, read by hand from `docker run --help` of Docker 26.1. The shell hands the engine's client a flat list of
 * words: only this table distinguishes a flag's value from the image name.
 */
const valued =
  "add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile cpu-period cpu-quota " +
  "cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems detach-keys device device-cgroup-rule device-read-bps " +
  "device-read-iops device-write-bps device-write-iops dns dns-option dns-search domainname entrypoint env env-file expose gpus " +
  "group-add health-cmd health-interval health-retries health-start-interval health-start-period health-timeout hostname ip ip6 ipc " +
  "isolation kernel-memory label label-file link link-local-ip log-driver log-opt mac-address memory memory-reservation memory-swap " +
  "memory-swappiness mount name network network-alias oom-score-adj pid pids-limit platform publish pull restart runtime " +
  "security-opt shm-size stop-signal stop-timeout storage-opt sysctl tmpfs ulimit user userns uts volume volume-driver volumes-from " +
  "workdir " +
  // Windows containers.
  "cpu-count cpu-percent io-maxbandwidth io-maxiops";

const switches =
  "detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only rm " +
  // Docker 28 and later.
  "sig-proxy tty use-api-socket";

/** podman-run(1) of Podman 5 and 6: flags beyond Docker's. `--pull` and `--tls-verify` work as switches there too. */
const podmanValued =
  "arch authfile cert-dir cgroup-conf cgroups chrootdirs conmon-pidfile creds decryption-key env-merge gidmap gpus group-entry " +
  "health-log-destination health-max-log-count health-max-log-size health-on-failure health-startup-cmd health-startup-interval health-startup-retries " +
  "health-startup-success health-startup-timeout hostuser hosts-file image-volume init-ctr init-path intel-rdt-closid os passwd-entry " +
  "personality pidfile pod pod-id-file preserve-fd preserve-fds rdt-class requires retry retry-delay sdnotify seccomp-policy secret " +
  "shm-size-systemd subgidname subuidname systemd timeout tz uidmap umask unsetenv variant";

const podmanSwitches =
  "env-host http-proxy no-hosts no-hostname passwd read-only-tmpfs replace rmi rootfs tls-verify unsetenv-all";

/** Flags of nerdctl 2 beyond Docker's: cmd/nerdctl/container/container_run.go. */
const nerdctlValued =
  "cgroup-conf cosign-certificate-identity cosign-certificate-identity-regexp cosign-certificate-oidc-issuer " +
  "cosign-certificate-oidc-issuer-regexp cosign-key init-binary ipfs-address pidfile rdt-class systemd umask verify";

const shorts: Readonly<Record<string, string>> = {
  a: "attach",
  c: "cpu-shares",
  d: "detach",
  e: "env",
  h: "hostname",
  i: "interactive",
  l: "label",
  m: "memory",
  p: "publish",
  P: "publish-all",
  q: "quiet",
  t: "tty",
  u: "user",
  v: "volume",
  w: "workdir",
};

/** Older spellings that the client still accepts. */
const aliases: Readonly<Record<string, string>> = {
  net: "network",
  "net-alias": "network-alias",
  "dns-opt": "dns-option",
};

/** Of Podman: cmd/podman/utils/alias.go. */
const podmanAliases: Readonly<Record<string, string>> = {
  ...aliases,
  "healthcheck-command": "health-cmd",
  "healthcheck-interval": "health-interval",
  "healthcheck-retries": "health-retries",
  "healthcheck-start-period": "health-start-period",
  "healthcheck-timeout": "health-timeout",
  "override-arch": "arch",
  "override-os": "os",
  "override-variant": "variant",
};

export type Program = "docker" | "podman" | "nerdctl";

export interface FlagTable {
  /** Long name -> whether it takes a value. */
  readonly flags: ReadonlyMap<string, boolean>;
  readonly shorts: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, string>>;
}

const tables: Readonly<Record<Program, FlagTable>> = {
  docker: table(valued, switches, aliases),
  podman: table(`${valued} ${podmanValued}`, `${switches} ${podmanSwitches}`, podmanAliases),
  nerdctl: table(`${valued} ${nerdctlValued}`, `${switches} rootfs`, aliases),
};

/** Flags of `docker run` and `docker create` (or podman's, or nerdctl's). */
export function runFlags(program: Program): FlagTable {
  return tables[program];
}

/** Flags of `docker pull` and `podman pull`. */
export const pullFlags: FlagTable = {
  flags: flagMap(
    "platform arch authfile cert-dir creds decryption-key os retry retry-delay variant policy",
    "all-tags disable-content-trust quiet tls-verify help",
  ),
  shorts: { a: "all-tags", q: "quiet" },
  aliases: {},
};

function table(withValue: string, without: string, longAliases: FlagTable["aliases"]): FlagTable {
  return { flags: flagMap(withValue, without), shorts, aliases: longAliases };
}

function flagMap(withValue: string, without: string): ReadonlyMap<string, boolean> {
  return new Map([
    ...withValue.split(" ").map((name) => [name, true] as const),
    ...without.split(" ").map((name) => [name, false] as const),
  ]);
}
