import type { Service } from "./harness/service.ts";

export default {
  packages: ["memcached"],
  command: ["memcached", "-u", "memcache", "-l", "0.0.0.0"],
  ports: [11_211],
  flags: [
    "--port",
    "11211",
    "--exec",
    `bash -c 'exec 3<>/dev/tcp/127.0.0.1/11211; printf "set a 0 0 5\\r\\nhello\\r\\nget a\\r\\nquit\\r\\n" >&3; grep -q "VALUE a" <&3'`,
  ],
  probes: [{ kind: "tcp", port: 11_211, send: "set a 0 0 5\r\nhello\r\n", expect: "STORED" }],
  known: { tmpfs: [], user: { user: "memcache", tmpfs: [] } },
} satisfies Service;
