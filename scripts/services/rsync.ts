import type { Service } from "./harness/service.ts";

export default {
  packages: ["rsync"],
  files: {
    "etc/rsyncd.conf":
      "uid = nobody\ngid = nogroup\nuse chroot = yes\nmax connections = 500\n[files]\npath = /srv/files\nread only = yes\n",
    "srv/files/hello.txt": "twenty services: rsync\n",
  },
  command: ["rsync", "--daemon", "--no-detach", "--log-file=/dev/stdout"],
  ports: [873],
  flags: ["--port", "873", "--exec", "rsync rsync://127.0.0.1/files/hello.txt /dev/shm/"],
  probes: [{ kind: "client", script: "rsync rsync://$HOST/files/ | grep -q hello.txt" }],
  known: { tmpfs: ["/run"] },
} satisfies Service;
