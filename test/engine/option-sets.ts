export interface OptionSet {
  readonly options: readonly string[];
  readonly command?: readonly string[];
  /** Why a Compose file can't make the same container. */
  readonly notCompose?: string;
  /** The engine, or Compose, settles some of it only when the container starts. */
  readonly atStart?: true;
}

/** Options of `docker run`, by what they are about. `net` and `net2` are networks of the test, `volume` a volume and `other` a container in `net` of it. */
export function optionSets({
  net,
  net2,
  volume,
  other,
}: Record<"net" | "net2" | "volume" | "other", string>): Record<string, OptionSet> {
  const seccomp = "seccomp=unconfined";
  return {
    nothing: { options: [] },
    capabilities: { options: ["--cap-drop", "ALL", "--cap-add", "CHOWN", "--cap-add", "cap_net_bind_service"] },
    privileged: { options: ["--privileged"] },
    "security options": {
      options: ["--security-opt", "no-new-privileges", "--security-opt", seccomp, "--security-opt", "label=type:x"],
    },
    "weak security options": {
      options: [
        "--security-opt",
        "no-new-privileges=false",
        "--security-opt",
        "systempaths=unconfined",
        "--security-opt",
        "apparmor=unconfined",
      ],
      atStart: true,
    },
    "read-only": {
      options: [
        "--read-only",
        "--tmpfs",
        "/tmp:size=64m,mode=1777,exec",
        "--tmpfs",
        "/run",
        "--user",
        "1000:1000",
        "--group-add",
        "27",
      ],
    },
    limits: {
      options: [
        "-m",
        "64m",
        "--memory-swap",
        "64m",
        "--cpus",
        "0.5",
        "--pids-limit",
        "20",
        "--shm-size",
        "1m",
        "--memory-reservation",
        "32m",
        "--oom-score-adj",
        "100",
      ],
    },
    "other limits": {
      options: [
        "-m",
        "64m",
        "--cpu-shares",
        "512",
        "--cpuset-cpus",
        "0",
        "--cpu-period",
        "50000",
        "--cpu-quota",
        "25000",
      ],
    },
    mounts: {
      options: [
        "-v",
        `${volume}:/data:ro`,
        "-v",
        "/etc/hostname:/h:ro",
        "-v",
        "/anon",
        "--mount",
        "type=bind,source=/etc,target=/e,readonly",
        "--mount",
        "type=tmpfs,target=/t,tmpfs-size=1048576,tmpfs-mode=1770",
      ],
    },
    ports: { options: ["-p", "127.0.0.1::80", "-p", "53/udp", "-p", "443", "--expose", "9000"] },
    environment: {
      options: ["-e", "A=1", "-e", `B=x y 'z' "q" $HOME`, "-e", "PATH=/x:/bin", "-e", "MULTI=a\nb", "-e", "EMPTY="],
    },
    "namespaces of the host": { options: ["--network", "host", "--pid", "host", "--ipc", "host", "--uts", "host"] },
    "no network": { options: ["--network", "none", "--cgroupns", "private", "--ipc", "shareable"] },
    network: {
      options: [
        "--network",
        net,
        "--network-alias",
        "web",
        "--network-alias",
        "www",
        "--dns",
        "192.0.2.1",
        "--dns-search",
        "x.test",
        "--dns-option",
        "ndots:2",
        "--add-host",
        "a:192.0.2.2",
        "--hostname",
        "me",
        "--domainname",
        "x.test",
      ],
    },
    "links in a network": { options: ["--network", net, "--link", `${other}:sql`], atStart: true },
    "addresses in a network": {
      options: [
        "--network",
        `name=${net},ip=10.213.77.50,link-local-ip=169.254.8.8,mac-address=da:77:77:00:00:01,alias=web`,
      ],
      atStart: true,
    },
    "an address in the default network": {
      options: ["--mac-address", "da:77:77:00:00:02"],
      atStart: true,
      notCompose: "it sets none in the default network",
    },
    "namespaces of another": {
      options: ["--network", `container:${other}`, "--pid", `container:${other}`, "--ipc", `container:${other}`],
      atStart: true,
    },
    "volumes of another": { options: ["--volumes-from", other] },
    "volumes of another read-only": { options: ["--volumes-from", `${other}:ro`], notCompose: "ro is dropped" },
    sysctl: { options: ["--network", net, "--sysctl", "net.ipv4.ip_forward=1"] },
    "two networks": {
      options: ["--network", `name=${net},alias=q`, "--network", `name=${net2}`],
      atStart: true,
    },
    health: {
      options: [
        "--health-cmd",
        "test -f /bin/sh",
        "--health-interval",
        "5s",
        "--health-timeout",
        "2s",
        "--health-retries",
        "7",
        "--health-start-period",
        "1s",
      ],
    },
    "no health": {
      options: ["--no-healthcheck", "--stop-signal", "SIGINT", "--stop-timeout", "3", "--restart", "on-failure:3"],
    },
    log: {
      options: [
        "--log-driver",
        "local",
        "--log-opt",
        "max-size=1m",
        "--log-opt",
        "max-file=2",
        "--restart",
        "unless-stopped",
      ],
    },
    labels: {
      options: [
        "--label",
        "a=b",
        "--label",
        "c=d e",
        "--label",
        "d=$HOME",
        "--annotation",
        "x.y=z",
        "--init",
        "--ulimit",
        "nofile=1024:2048",
        "--ulimit",
        "core=0",
      ],
    },
    devices: { options: ["--device", "/dev/null:/dev/n2:rw", "--device-cgroup-rule", "c 1:3 r"] },
    "some gpus": { options: ["--gpus", '"device=0,1","capabilities=compute,utility"', "--memory-reservation", "32m"] },
    "all gpus": { options: ["--gpus", "all"] },
    terminal: { options: ["-t", "-i", "-w", "/bin"] },
    "entry point": { options: ["--entrypoint", "/bin/sh"], command: ["-c", "sleep 300; echo $HOME '%h'"] },
    publish: { options: ["-P", "--init", "--userns", "host"], notCompose: "publish-all" },
  };
}
