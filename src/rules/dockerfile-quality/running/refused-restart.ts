import { asWritten, each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/refused-restart",
  title: "Invalid restart policy",
  why:
    "The engine knows no, always, unless-stopped and on-failure, the last one with a number of attempts. Another word, or a number behind one of the others, and it refuses the container; " +
    "Compose does not look at the word.",
  severity: "error",
  dialects: ["docker", "compose"],
  needs: ["containers"],
  premise: {
    kind: "refusal",
    by: "the engine",
    words: ["unknown policy", "maximum retry count can only be used with 'on-failure'"],
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run -d --restart always:3 example/worker:1.4\n",
      good: "docker run -d --restart on-failure:3 example/worker:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  worker:\n    image: example/worker:1.4\n    restart: on_failure\n",
      good: 'services:\n  worker:\n    image: example/worker:1.4\n    restart: on-failure\n  once:\n    image: example/once:1.0\n    restart: "no"\n',
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ restart }) => [restart])) {
      // YAML may parse `no` as false; a variable may have any value.
      if (/^(?:|no|false|always|unless-stopped|on-failure(?::\d+)?)$|[$`<{]/.test(said.value)) continue;
      yield {
        message: `\`${asWritten(container, said)}\` is no restart policy: the engine refuses the container`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "unknown policy; use one of 'no', 'always', 'on-failure', or 'unless-stopped'",
            "run on Docker 26.1.5",
          ),
        ],
      };
    }
  },
});
