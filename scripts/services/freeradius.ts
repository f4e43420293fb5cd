import type { Service } from "./harness/service.ts";

export default {
  packages: ["freeradius", "freeradius-utils"],
  setup:
    "printf 'app Cleartext-Password := \"app\"\\n' > /etc/freeradius/3.0/users.own\ncat /etc/freeradius/3.0/users.own /etc/freeradius/3.0/mods-config/files/authorize > /tmp/users\ncat /tmp/users > /etc/freeradius/3.0/mods-config/files/authorize\nrm /tmp/users /etc/freeradius/3.0/users.own\nprintf 'client all {\\n ipaddr = 0.0.0.0/0\\n secret = testing123\\n}\\n' >> /etc/freeradius/3.0/clients.conf",
  command: ["freeradius", "-f", "-l", "stdout"],
  ports: [1812],
  flags: ["--port", "1812", "--exec", "radtest app app 127.0.0.1 0 testing123"],
  probes: [{ kind: "client", script: "radtest app app $HOST 0 testing123 | grep -q Access-Accept" }],
  execs: [
    "radtest app app 127.0.0.1 0 testing123 | grep -q Access-Accept",
    "freeradius -XC > /dev/null",
    "ls -l /etc/freeradius",
  ],
  known: { tmpfs: ["/run:mode=1777", "/run/freeradius:mode=1777", "/var/log/freeradius:mode=1777", "/tmp"] },
} satisfies Service;
