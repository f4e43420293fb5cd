import { ownValue } from "../../domain/own-value.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { flagsOf, setting } from "../shared/run-line.ts";

/** Flag -> what sharing the host's namespace means. */
const shared: Readonly<Record<string, string>> = {
  network: "it reaches every port of the host on localhost, and ports below 1024 need NET_BIND_SERVICE again",
  pid: "it sees every process of the host, and root in it can signal them and read their environment",
  ipc: "it shares memory segments and semaphores with the host's processes",
  userns: "it opts out of user namespace remapping: root in it is the host's root",
  uts: "it may change the host's name",
};

export default defineRule({
  id: "capabilities/host-namespace",
  title: "Container shares a namespace of the host",
  why:
    "Namespaces are what separates a container from the host. Each one that is shared with --network, --pid, --ipc, --uts or --userns host takes a wall away, " +
    "and changes which capabilities are needed and what they reach.",
  severity: "warning",
  needs: ["runLines"],
  fix: "none",
  also: ["cis-docker/5.10", "cis-docker/5.16", "cis-docker/5.17", "cis-docker/5.21", "cis-docker/5.31"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --network host example/smoke-test:1.2\n",
      good: "docker run --rm --network test-net example/smoke-test:1.2\n",
    },
    {
      kind: "document",
      bad: "docker run --rm --net=host --pid=host example/netstat:1.2\n",
      good: "docker run --rm --net=container:web --pid=container:web example/netstat:1.2\n",
    },
  ],
  *check({ runLines }) {
    for (const { flag } of flagsOf(runLines, ...Object.keys(shared))) {
      if (flag.value !== "host") continue;
      yield {
        message: `\`--${flag.name} host\` takes the container's own ${flag.name} namespace away: ${ownValue(shared, flag.name)}`,
        at: flag.span,
        evidence: [
          quote(runLines, flag.span),
          setting(flag),
          reference(
            `A process of the host's ${flag.name} namespace is not isolated in that respect`,
            "namespaces(7); docs.docker.com, docker container run",
          ),
        ],
      };
    }
  },
});
