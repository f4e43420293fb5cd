import type { Service } from "./harness/service.ts";

export default {
  packages: ["cups-daemon", "cups-server-common", "cups-client"],
  setup:
    "sed -i 's/^Listen localhost:631/Port 631/; s/^Browsing .*/Browsing No/' /etc/cups/cupsd.conf\nsed -i 's/Order allow,deny/Order allow,deny\\n  Allow all/' /etc/cups/cupsd.conf\necho 'ServerAlias *' >> /etc/cups/cupsd.conf",
  command: ["cupsd", "-f"],
  ports: [631],
  flags: ["--port", "631", "--get", "/", "--exec", "lpstat -h 127.0.0.1:631 -r"],
  probes: [
    { kind: "http", port: 631, path: "/" },
    { kind: "client", script: "lpstat -h $HOST:631 -r | grep -q 'is running'" },
  ],
  execs: [
    "lpstat -r | grep -q 'is running'",
    "lpstat -h 127.0.0.1:631 -r | grep -q 'is running'",
    "ls -l /var/spool/cups",
  ],
  reload: { signal: "HUP" },
  known: {
    tmpfs: [
      "/run",
      "/run/cups",
      "/var/spool/cups:gid=7,mode=710",
      "/var/cache/cups:gid=7,mode=770",
      "/var/log/cups",
      "/etc/cups:gid=7",
    ],
  },
} satisfies Service;
