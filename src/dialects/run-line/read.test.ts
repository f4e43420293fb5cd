import { expect, it } from "vitest";
import type { Located } from "../../domain/container/container-spec.ts";
import { runLines } from "../../formats/command-line/run-lines.ts";
import { ofRunLines } from "./read.ts";

const container = (text: string) => {
  const { containers, texts } = ofRunLines(runLines("run.sh", text));
  const [first] = containers;
  if (first === undefined) throw new Error("no container");
  const slice = ({ at, whole }: Located<unknown>) =>
    [at, whole].map((one) =>
      one !== undefined && "span" in one ? texts.get(one.file)?.slice(one.span.start, one.span.end) : one,
    );
  return { ...first, slice };
};

it("locates every value and its flag", () => {
  const { memoryBytes, capDrop, user, privileged, slice } = container(
    "docker run -d -m 256m -u=0 --cap-drop=CHOWN,KILL --privileged app:1 --memory 1g\n",
  );
  expect(memoryBytes).toMatchObject({ value: 256 * 1024 * 1024, written: "256m", pointer: "--memory" });
  expect(slice(memoryBytes!)).toEqual(["256m", "-m 256m"]);
  expect(slice(user!)).toEqual(["0", "-u=0"]);
  expect(capDrop.map(slice)).toEqual([
    ["CHOWN", "--cap-drop=CHOWN,KILL"],
    ["KILL", "--cap-drop=CHOWN,KILL"],
  ]);
  expect(slice(privileged!)).toEqual(["--privileged", undefined]);
});

it("uses the last of a flag and reads disabled switches", () => {
  const { memoryBytes, readOnly, init, network, noNewPrivileges } = container(
    "podman run --memory 1g --memory 2g --read-only=false --init --net web --network host --security-opt no-new-privileges --security-opt=no-new-privileges:false app:1\n",
  );
  expect(memoryBytes?.value).toBe(2 ** 31);
  expect(readOnly?.value).toBe(false);
  expect(init?.value).toBe(true);
  expect(network?.value).toBe("host");
  expect(noNewPrivileges?.value).toBe(false);
});

it.each([
  ["-v /etc/:/host:ro,rslave", { type: "bind", source: "/etc", path: "/host", readOnly: true, propagation: "rslave" }],
  ["-v data:/data", { type: "volume", source: "data", path: "/data", readOnly: false }],
  ["-v /data", { type: "volume", path: "/data", readOnly: false }],
  ["-v C:\\\\data:/data", { type: "bind", path: "/data" }],
  ["-v ${DATA:-/srv}:/data", { type: "bind", source: "${DATA:-/srv}", path: "/data" }],
  [
    "--mount type=bind,src=/run/docker.sock,dst=/x,readonly",
    { type: "bind", source: "/run/docker.sock", readOnly: true },
  ],
  ["--mount type=tmpfs,target=/tmp,tmpfs-size=64m", { type: "tmpfs", path: "/tmp", options: "size=64m" }],
  ["--tmpfs /tmp:size=64m,mode=1777", { type: "tmpfs", path: "/tmp", options: "size=64m,mode=1777" }],
  ["--use-api-socket", { type: "bind", source: "/var/run/docker.sock" }],
])("mounts: %s", (flags, mount) => {
  expect(container(`docker run ${flags} app:1\n`).mounts.map(({ value }) => value)).toMatchObject([mount]);
});

it.each([
  ["80", { target: "80", protocol: "tcp" }],
  ["8080:80/udp", { published: "8080", target: "80", protocol: "udp" }],
  ["127.0.0.1:8080:80", { hostIp: "127.0.0.1", published: "8080", target: "80", protocol: "tcp" }],
  ["127.0.0.1::80", { hostIp: "127.0.0.1", target: "80", protocol: "tcp" }],
  ["[::1]:8080-8090:80-90", { hostIp: "::1", published: "8080-8090", target: "80-90", protocol: "tcp" }],
  [
    "${IP:-0.0.0.0}:${PORT:-80}:80",
    { hostIp: "${IP:-0.0.0.0}", published: "${PORT:-80}", target: "80", protocol: "tcp" },
  ],
])("ports: %s", (port, expected) => {
  expect(container(`docker run -p "${port}" app:1\n`).ports.map(({ value }) => value)).toEqual([expected]);
});

it("marks values from variables as unknown", () => {
  const { memoryBytes, unknown, serves } = container('docker run -d --memory "$MEM" $OPTS app:1\n');
  expect(memoryBytes?.value).toBeNaN();
  expect(unknown).toBe("`OPTS` may add flags");
  expect(serves).toBe(true);
});

it("marks fragments and ignores pulls", () => {
  const text = "```\n--memory=1g --cap-drop ALL\n```\n```\ndocker pull app:1\n```\nof docker\n";
  const { containers } = ofRunLines(runLines("README.md", text));
  expect(containers).toMatchObject([{ fragment: true, serves: false }]);
});

it("reads security options, devices and other flags", () => {
  const all = container(
    "docker run --security-opt seccomp=x.json --security-opt apparmor:unconfined --security-opt label=disable --security-opt systempaths=unconfined " +
      "--device /dev/sda:r --device vendor.com/gpu=0 --gpus all --ulimit nofile=1024:2048 --sysctl net.core.somaxconn=1 -e A=b -e C --cpu-quota 50000 " +
      "--no-healthcheck --restart on-failure:5 app:1 serve --port 80\n",
  );
  expect(all).toMatchObject({
    seccomp: { value: "x.json", written: "seccomp=x.json" },
    appArmor: { value: "unconfined" },
    labels: [{ value: "disable" }],
    unmasked: { value: true },
    devices: [
      { value: { source: "/dev/sda", path: "/dev/sda", permissions: "r" } },
      { value: { source: "vendor.com/gpu=0", permissions: "rwm" } },
      { value: { source: "gpus=all" } },
    ],
    ulimits: [{ value: { name: "nofile", soft: 1024, hard: 2048 } }],
    sysctls: [{ value: { name: "net.core.somaxconn", value: "1" } }],
    env: [{ value: { name: "A", value: "b" } }, { value: { name: "C" } }],
    cpus: { value: 0.5 },
    health: { value: "off" },
    restart: { value: "on-failure:5" },
    command: { value: ["serve", "--port", "80"] },
  });
});
