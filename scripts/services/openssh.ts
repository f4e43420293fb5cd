import type { Service } from "./harness/service.ts";

export default {
  packages: ["openssh-server", "openssh-client", "sshpass"],
  setup:
    "mkdir -p /run/sshd\nuseradd -m -s /bin/sh app\necho app:app | chpasswd\nprintf 'MaxStartups 500\\nPasswordAuthentication yes\\n' > /etc/ssh/sshd_config.d/own.conf",
  command: ["/usr/sbin/sshd", "-D", "-e"],
  ports: [22],
  flags: [
    "--port",
    "22",
    "--exec",
    "sshpass -p app ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null app@127.0.0.1 id -u",
    "--exec",
    "sh -c 'kill -HUP 1'",
  ],
  probes: [
    {
      kind: "client",
      script:
        "test \"$(sshpass -p app ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null app@$HOST 'id -un')\" = app",
    },
  ],
  reload: { inside: "kill -HUP 1" },
  known: { tmpfs: ["/run", "/run/sshd:mode=755"] },
} satisfies Service;
