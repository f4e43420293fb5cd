import type { Service } from "./harness/service.ts";

export default {
  packages: ["etcd-server", "etcd-client", "curl"],
  command: [
    "etcd",
    "--data-dir=/var/lib/etcd/data",
    "--listen-client-urls=http://0.0.0.0:2379",
    "--advertise-client-urls=http://127.0.0.1:2379",
  ],
  ports: [2379],
  flags: ["--port", "2379", "--get", "/health", "--exec", "etcdctl put visits 1", "--exec", "etcdctl get visits"],
  probes: [
    { kind: "http", port: 2379, path: "/health", contains: "true" },
    {
      kind: "client",
      script:
        'curl -sf -X POST -d \'{"key":"dmlzaXRz","value":"MQ=="}\' http://$HOST:2379/v3/kv/put | grep -q revision',
    },
  ],
  execs: ["etcdctl endpoint health", "etcdctl get visits", "ls -l /var/lib/etcd"],
  periodic: "etcdctl snapshot save /tmp/snapshot && rm /tmp/snapshot",
  known: {
    tmpfs: ["/var/lib/etcd:uid=100,gid=101,mode=700", "/tmp"],
    user: { user: "etcd", tmpfs: ["/var/lib/etcd:mode=1777", "/tmp"] },
  },
} satisfies Service;
