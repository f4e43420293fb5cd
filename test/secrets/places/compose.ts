import { lines } from "./lines.ts";

const compose = (...of: readonly string[]): string =>
  lines(
    "services:",
    "  web:",
    "    image: example/web:latest",
    "    privileged: true",
    ...of.map((one) => `    ${one}`),
  );

export const composePlaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "environment, map": { "compose.yaml": compose("environment:", "  DB_PASSWORD: §") },
  "environment, list": { "compose.yaml": compose("environment:", "  - DB_PASSWORD=§") },
  "environment, address": { "compose.yaml": compose("environment: { DB: 'postgres://app:§@db.acme.io/app' }") },
  "environment, one line": { "compose.yaml": compose("environment: { DB_PASSWORD: '§', TZ: UTC }") },
  "environment, default of a variable": { "compose.yaml": compose("environment:", "  DB_PASSWORD: ${PW:-§}") },
  command: { "compose.yaml": compose("command: redis-server --requirepass §") },
  "command, list": { "compose.yaml": compose("command:", "  - redis-server", "  - --requirepass", "  - §") },
  entrypoint: { "compose.yaml": compose('entrypoint: ["app", "--token=§"]') },
  healthcheck: { "compose.yaml": compose("healthcheck:", '  test: ["CMD", "redis-cli", "-a", "§", "ping"]') },
  "healthcheck, shell": { "compose.yaml": compose("healthcheck:", "  test: redis-cli -a § ping") },
  labels: { "compose.yaml": compose("labels:", "  db.password: §") },
  "build args": { "compose.yaml": compose("build:", "  context: .", "  args:", "    API_TOKEN: §") },
  dockerfile_inline: {
    "compose.yaml": compose("build:", "  context: .", "  dockerfile_inline: |", "    FROM x", "    ENV DB_PASSWORD=§"),
  },
  "logging options": { "compose.yaml": compose("logging:", "  driver: splunk", "  options:", "    splunk-token: §") },
  "driver options": {
    "compose.yaml": lines(
      compose().trimEnd(),
      "volumes:",
      "  d:",
      "    driver_opts:",
      "      o: username=bob,password=§",
    ),
  },
  "config content": {
    "compose.yaml": lines(
      compose("configs: [c]").trimEnd(),
      "configs:",
      "  c:",
      "    content: |",
      "      user=bob",
      "      password=§",
    ),
  },
  "config content, bare": {
    "compose.yaml": lines(compose("configs: [c]").trimEnd(), "configs:", "  c:", "    content: §"),
  },
  post_start: { "compose.yaml": compose("post_start:", "  - command: redis-cli -a § ping") },
  extension: { "compose.yaml": lines("x-env: &env", "  DB_PASSWORD: §", compose("environment: *env").trimEnd()) },
  "x- of a service": { "compose.yaml": compose("x-db-password: §") },
  "override file": {
    "compose.yaml": compose(),
    "compose.override.yaml": lines("services:", "  web:", "    environment:", "      DB_PASSWORD: §"),
  },
  ".env in cap_add": { "compose.yaml": compose("user: app", 'cap_add: ["${PW}"]'), ".env": "PW=§\n" },
  ".env in cap_drop": { "compose.yaml": compose('cap_drop: ["${PW}"]'), ".env": "PW=§\n" },
  ".env in image": {
    "compose.yaml": lines("services:", "  web:", '    image: "example/${PW}:latest"'),
    ".env": "PW=§\n",
  },
  ".env in user": { "compose.yaml": compose('user: "${PW}"'), ".env": "PW=§\n" },
  ".env in ports": { "compose.yaml": compose('ports: ["${PW}"]'), ".env": "PW=§\n" },
  ".env in mem_limit": { "compose.yaml": compose('mem_limit: "${PW}"'), ".env": "PW=§\n" },
  ".env in volumes": { "compose.yaml": compose('volumes: ["/${PW}:/var/run/docker.sock"]'), ".env": "PW=§\n" },
  ".env in devices": { "compose.yaml": compose('devices: ["/dev/${PW}:/dev/x"]'), ".env": "PW=§\n" },
  ".env in security_opt": { "compose.yaml": compose('security_opt: ["seccomp:${PW}"]'), ".env": "PW=§\n" },
  ".env in pid": { "compose.yaml": compose('pid: "container:${PW}"'), ".env": "PW=§\n" },
  ".env in network_mode": { "compose.yaml": compose('network_mode: "container:${PW}"'), ".env": "PW=§\n" },
  ".env in sysctls": { "compose.yaml": compose('sysctls: { "net.${PW}": 1 }'), ".env": "PW=§\n" },
  ".env in ulimits": { "compose.yaml": compose("ulimits: { nofile: '${PW}' }"), ".env": "PW=§\n" },
  ".env in command": { "compose.yaml": compose('command: ["app", "--password=${PW}"]'), ".env": "PW=§\n" },
  ".env in container_name": { "compose.yaml": compose('container_name: "${PW}"'), ".env": "PW=§\n" },
  ".env in depends_on": { "compose.yaml": compose('depends_on: ["${PW}"]'), ".env": "PW=§\n" },
  ".env in an include": {
    "compose.yaml": lines('include: ["${PW}/compose.yaml"]', compose().trimEnd()),
    ".env": "PW=§\n",
  },
  "env file of an include in ports": {
    "compose.yaml": lines("include:", "  - path: db/compose.yaml", "    env_file: db/db.env", compose().trimEnd()),
    "db/compose.yaml": lines("services:", "  db:", "    image: example/db:1", '    ports: ["${PW}"]'),
    "db/db.env": "PW=§\n",
  },
  "env file of an include in cap_add": {
    "compose.yaml": lines("include:", "  - path: db/compose.yaml", "    env_file: db/db.env", compose().trimEnd()),
    "db/compose.yaml": lines(
      "services:",
      "  db:",
      "    image: example/db:1",
      "    user: app",
      '    cap_add: ["${PW}"]',
    ),
    "db/db.env": "PW=§\n",
  },
  ".env of an include in user": {
    "compose.yaml": lines("include: [db/compose.yaml]", compose().trimEnd()),
    "db/compose.yaml": lines(
      "services:",
      "  db:",
      "    image: example/db:1",
      '    user: "${PW}"',
      '    cap_add: ["${PW}"]',
    ),
    "db/.env": "PW=§\n",
  },
  "env_file of a service": { "compose.yaml": compose("env_file: web.env"), "web.env": "DB_PASSWORD=§\n" },
  "YAML that is none": { "compose.yaml": lines(compose("environment:", "  DB_PASSWORD: §").trimEnd(), "  - x: [") },
  "value that compose refuses": { "compose.yaml": compose("environment:", "  DB_PASSWORD: { a: § }") },
};
