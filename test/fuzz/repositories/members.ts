import type { Trick } from "./repository.ts";
import { container, filledBy, list, many } from "./pieces.ts";

const script = (name: string, flags: (at: number) => string): Trick => ({
  name: `members: ${name}`,
  make: ({ file, random }) =>
    file(random.pick(["README.sh", "run.sh", "a/b.bash"]), `docker run ${filledBy(flags, " ")} img\n`),
});
const service = (key: string, item: (at: number) => string): Trick => ({
  name: `members: ${key} of a service`,
  make: ({ file, random }) =>
    file(
      random.pick(["compose.yaml", "docker-compose.yml"]),
      `services:\n  a:\n    image: a:1\n    ${key}: [${filledBy(item)}]\n`,
    ),
});
const pod = (name: string, spec: () => unknown): Trick => ({
  name: `members: ${name} of a pod`,
  make: ({ file }) =>
    file("pod.json", JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: spec() })),
});
const unit = (key: string, value: (at: number) => string): Trick => ({
  name: `members: ${key} of a unit`,
  make: ({ file }) => file("a.container", `[Container]\nImage=a:1\n${filledBy((at) => `${key}=${value(at)}`, "\n")}\n`),
});
const line = (keyword: string, word: (at: number) => string): Trick => ({
  name: `members: words of ${keyword}`,
  make: ({ file }) => file("m.Dockerfile", `FROM debian:13\n${keyword} ${filledBy(word, " \\\n  ")}\n`),
});

/** One flag, key or instruction with thousands of members that a rule has to say something of. */
export const members: readonly Trick[] = [
  {
    name: "members: names of one --cap-drop",
    make: ({ file }) =>
      file("README.md", `\`\`\`sh\ndocker run --cap-drop=${list(15_000, (at) => `X${at}`, ",")} img\n\`\`\`\n`),
  },
  script("--cap-add", (at) => `--cap-add=X${at}`),
  script("-p", (at) => `-p ${at % 65_536}:${at % 65_536}`),
  script("-v", (at) => `-v /etc:/a${at}`),
  script("-e", (at) => `-e DB_PASSWORD${at}=Tr0ub4dor${at}`),
  script("--device", (at) => `--device /dev/sda:/dev/a${at}`),
  script("--sysctl", (at) => `--sysctl kernel.a${at}=1`),
  script("--ulimit", (at) => `--ulimit nproc=${at}`),
  script("--security-opt", (at) => `--security-opt label=type:a${at}`),
  {
    name: "members: run lines",
    make: ({ file }) => file("run.sh", `${filledBy((at) => `docker run --privileged -v /:/h a:${at}`, "\n")}\n`),
  },
  service("cap_add", (at) => `X${at}`),
  service("cap_drop", (at) => `X${at}`),
  service("ports", (at) => `"${at % 65_536}:${at % 65_536}"`),
  service("volumes", (at) => `"/etc:/a${at}"`),
  service("devices", (at) => `"/dev/sda:/dev/a${at}"`),
  service("environment", (at) => `"DB_PASSWORD${at}=Tr0ub4dor${at}"`),
  service("security_opt", (at) => `"label=type:a${at}"`),
  service("device_cgroup_rules", (at) => `"c 1:${at} rwm"`),
  service("tmpfs", (at) => `"/a${at}:exec"`),
  service("env_file", (at) => `"${at}.env"`),
  service("extra_hosts", (at) => `"a${at}:10.0.0.1"`),
  pod("capabilities", () => ({
    containers: [container({ securityContext: { capabilities: { add: many(30_000, (at) => `X${at}`) } } })],
  })),
  pod("ports", () => ({
    containers: [container({ ports: many(12_000, (at) => ({ containerPort: at + 1, hostPort: at + 1 })) })],
  })),
  pod("volumes", () => ({
    containers: [container({})],
    volumes: many(12_000, (at) => ({ name: `v${at}`, hostPath: { path: "/etc" } })),
  })),
  pod("variables", () => ({
    containers: [container({ env: many(12_000, (at) => ({ name: `DB_PASSWORD${at}`, value: `Tr0ub4dor${at}` })) })],
  })),
  pod("containers", () => ({
    containers: many(3_000, (at) => ({ name: `a${at}`, image: "a:1", securityContext: { privileged: true } })),
  })),
  unit("AddCapability", (at) => `X${at}`),
  unit("PublishPort", (at) => `${at % 65_536}:${at % 65_536}`),
  unit("Volume", (at) => `/etc:/a${at}`),
  unit("Environment", (at) => `DB_PASSWORD${at}=Tr0ub4dor${at}`),
  line("EXPOSE", (at) => `${70_000 + at}`),
  line("LABEL", (at) => `"a b${at}"=x`),
  line("ENV", (at) => `DB_PASSWORD${at}=Tr0ub4dor${at}`),
  line("COPY", (at) => `/etc/a${at}`),
  line("RUN pip install", (at) => `p${at}`),
  line("RUN apt-get install -y", (at) => `p${at}=1.${at}`),
  line("RUN chmod 777", (at) => `/a${at}`),
];
