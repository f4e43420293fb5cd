import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyConfig } from "../../../src/domain/settings/config.ts";
import { checkCompose } from "../../../src/pipeline/judge/compose/check-compose.ts";
import { readComposeModel } from "../../../src/sources/compose/read-compose-model.ts";
import { readComposeWorkload } from "../../../src/sources/compose/read-compose-workload.ts";
import type { FuzzTarget } from "../target.ts";

/** A Compose file as a target of `check`, as a workload and as a model, and its `.env`. */
export default {
  name: "compose",
  samples: [
    "services:\n  web:\n    image: a:${TAG:-1}\n    ports: ['127.0.0.1:80:80', 53/udp]\n    environment: { A: b, C: }\n    depends_on: { db: { condition: service_healthy } }\n    volumes: [data:/d, ./x:/y:ro]\n    command: nginx -g 'a b'\n  db: { image: db, healthcheck: { test: [CMD, a], interval: 1m30s } }\nvolumes: { data: {} }\n",
    "services: { web: { image: a, ports: ['8000-8010:80-90', {target: 9007199254740993}] } }\n",
    "services: { web: { image: a, cap_add: [NET_ADMIN], sysctls: [net.x=1], ulimits: { nofile: { soft: 1, hard: 2 } }, networks: [a] } }\nnetworks: { a: {} }\n",
    'x: &x { image: a }\nservices: { web: { <<: *x, entrypoint: ["a"], env_file: .env } }\n',
  ],
  words:
    "services: web: db: image: ports: volumes: ${A:-b} ${A:?x} ${ $$ $A - [ ] { } : , &a *a <<: * | > \" ' --- privileged: true network_mode: host \n".split(
      " ",
    ),
  pairs: [
    ["[", "]"],
    ["{a: ", "}"],
    ["${A:-", "}"],
    ["&a [*a, ", "]"],
    ["- ", ""],
  ],
  async run(input, folder) {
    writeFileSync(join(folder, "compose.yaml"), input);
    writeFileSync(join(folder, ".env"), input.subarray(0, 2_000));
    const request = { files: ["compose.yaml"], cwd: folder, profiles: [], envFiles: [], env: {}, showValues: false };
    const known = new Map([
      [join(folder, "compose.yaml"), { text: input.toString("utf8") }],
      [join(folder, ".env"), { text: input.subarray(0, 2_000).toString("utf8") }],
    ]);
    const project = {
      kind: "compose",
      path: "compose.yaml",
      layers: [],
      files: known,
      root: folder,
      config: emptyConfig,
    } as const;
    const checked = checkCompose({ ...project, cwd: folder, today: "2026-01-01" });
    if ("run" in checked && checked.run.results.some(({ verdict }) => verdict === "failed"))
      throw new Error("a rule broke");
    // What either refuses must not keep the other from being asked.
    const model = Promise.resolve().then(() => readComposeModel(request));
    await Promise.all([model, readComposeWorkload({ files: ["compose.yaml"], cwd: folder, service: "web", env: {} })]);
  },
} satisfies FuzzTarget;
