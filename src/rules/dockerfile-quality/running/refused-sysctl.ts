import { evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

const ofIpc = /^(?:kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\.)/;
const ofNetwork = /^net\./;

export default defineRule({
  id: "build/refused-sysctl",
  title: "Sysctl not allowed in a container",
  why:
    "Only settings of a container's own namespaces can be set for it: net.* of its network, kernel.shm*, kernel.msg*, kernel.sem and fs.mqueue.* of its IPC. Everything else, vm.max_map_count for one, is the host's and set there with sysctl; " +
    "the container does not start. With the host's network or IPC even these are refused.",
  severity: "error",
  dialects: ["docker", "podman", "compose", "quadlet"],
  needs: ["containers"],
  premise: {
    kind: "refusal",
    by: "the engine",
    words: ["' is not allowed", "not allowed in host network namespace", "is not allowed in the hosts ipc namespace"],
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --sysctl vm.max_map_count=262144 example/search:8.1\n",
      good: "sysctl -w vm.max_map_count=262144\ndocker run --rm example/search:8.1\n",
    },
    {
      kind: "compose",
      bad: "services:\n  vpn:\n    image: example/vpn:2.0\n    network_mode: host\n    sysctls:\n      net.ipv4.ip_forward: 1\n",
      good: "services:\n  vpn:\n    image: example/vpn:2.0\n    sysctls:\n      net.ipv4.ip_forward: 1\n",
    },
  ],
  *check({ containers }) {
    for (const { sysctls, network, ipc } of containers.containers)
      for (const sysctl of sysctls) {
        const { name } = sysctl.value;
        // Of the UTS namespace, which runtimes treat in different ways; a variable.
        if (!/^[\w-]+(?:[./][\w-]+)+$/.test(name) || /^kernel\.(?:domain|host)name$/.test(name)) continue;
        const namespace = ofNetwork.test(name) ? "network" : ofIpc.test(name) ? "IPC" : undefined;
        if (namespace !== undefined && (namespace === "network" ? network : ipc)?.value !== "host") continue;
        yield {
          message:
            namespace === undefined
              ? `\`${name}\` is a setting of the whole host: the engine refuses the container`
              : `\`${name}\` can't be set with the host's ${namespace} namespace: the engine refuses the container`,
          at: placeOf(sysctl),
          evidence: [
            ...evidenceOf(containers, sysctl),
            reference(
              "Settings of the network and IPC namespaces can be set for a container, no others",
              "docs.docker.com, docker container run, --sysctl",
            ),
          ],
        };
      }
  },
});
