import { asWritten, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

/**
 * Namespace -> what sharing the host's means. Those of names and users change nothing where an engine runs as it comes: to set the host's name
 * takes SYS_ADMIN, and few engines remap users.
 */
const shared = {
  network: [
    "warning",
    "it reaches every port of the host on localhost, and ports below 1024 need NET_BIND_SERVICE again",
  ],
  pid: ["warning", "it sees every process of the host, and root in it can stop them"],
  ipc: ["warning", "it shares memory segments and semaphores with the host's processes"],
  userns: ["info", "where the engine remaps users, root in it is the host's root"],
  uts: ["info", "it has the host's name, and changes it if it has SYS_ADMIN"],
} as const;
const namespaces = ["network", "pid", "ipc", "userns", "uts"] as const;

export default defineRule({
  id: "capabilities/host-namespace",
  title: "Container shares a namespace of the host",
  why:
    "Namespaces are what separates a container from the host. Each one that is shared with --network, --pid, --ipc, --uts or --userns host takes a wall away, " +
    "and changes which capabilities are needed and what they reach.",
  severity: "warning",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "with the host's pid, network or IPC namespace a container sees the host's processes, interfaces and shared memory, and only its own without",
  },
  fix: "none",
  also: [
    "cis-docker/5.10",
    "cis-docker/5.16",
    "cis-docker/5.17",
    "cis-docker/5.21",
    "cis-docker/5.31",
    "compose-lint/CL-0008",
    "compose-lint/CL-0010",
    "kics/host_namespace_is_shared",
    "kics/shared_host_ipc_namespace",
    "kics/shared_host_network_namespace",
    "kics/shared_host_user_namespace",
  ],
  alsoKubernetes: [
    "trivy/KSV-0009",
    "trivy/KSV-0010",
    "trivy/KSV-0008",
    "checkov/CKV_K8S_19",
    "checkov/CKV_K8S_17",
    "checkov/CKV_K8S_18",
    "kube-linter/host-network",
    "kube-linter/host-pid",
    "kube-linter/host-ipc",
    "kubescape/C-0041",
    "kubescape/C-0038",
  ],
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
    {
      kind: "compose",
      bad: "services:\n  agent:\n    image: example/agent:7.1\n    network_mode: host\n    pid: host\n",
      good: "services:\n  agent:\n    image: example/agent:7.1\n    networks: [metrics]\nnetworks:\n  metrics:\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers)
      for (const name of namespaces) {
        const namespaceMode = container[name];
        if (namespaceMode?.value !== "host") continue;
        const [severity, effect] = shared[name];
        yield {
          severity,
          about: { namespace: name },
          message: `\`${asWritten(container, namespaceMode)}\` takes the container's own ${name} namespace away: ${effect}`,
          at: placeOf(namespaceMode),
          evidence: [
            ...evidenceOf(containers, namespaceMode),
            reference(
              `A process of the host's ${name} namespace is not isolated in that respect`,
              "namespaces(7); docs.docker.com, docker container run",
            ),
          ],
        };
      }
  },
});
