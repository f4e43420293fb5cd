import { parseConfig } from "../../../src/sources/configuration/config.ts";
import type { FuzzTarget } from "../target.ts";

/** `hullproof.yaml`. */
export default {
  name: "config",
  samples: [
    'workload:\n  ready: { http: { port: 8080, path: /h } }\n  steps:\n    - { name: a, http: { port: 80, path: /, body: "a.*" } }\n    - { name: b, exec: { command: [id], output: root } }\n  stop: { timeout: 5s, exitCodes: [0] }\n  restart: true\n  volumes: [{ path: /d, from: ./d, readOnly: true }]\n',
    'ignores:\n  - { rule: build/x, paths: ["a/**"], reason: why, until: 2027-01-01 }\nbudgets: { size: 10MB }\nbuild: { context: ., target: a, args: { A: b } }\n',
    "a: &a [x]\nb: *a\nrules: {}\n",
  ],
  words:
    "workload: ready: steps: - { } [ ] , : &a *a <<: !!str !!binary | > \" ' --- ... # ? ~ null true 1e9 0x7 .inf 2027-01-01 \n\n \t".split(
      " ",
    ),
  pairs: [
    ["[", "]"],
    ["{a: ", "}"],
    ["- ", ""],
    ["? ", ""],
    ['"', '"'],
    ["&a [*a, ", "]"],
  ],
  run(input) {
    parseConfig("hullproof.yaml", input.toString("utf8"), "/x");
  },
} satisfies FuzzTarget;
