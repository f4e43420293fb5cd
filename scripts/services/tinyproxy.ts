import type { Service } from "./harness/service.ts";

export default {
  packages: ["tinyproxy-bin", "curl"],
  files: {
    "etc/tinyproxy/own.conf":
      'User tinyproxy\nGroup tinyproxy\nPort 8888\nTimeout 60\nMaxClients 200\nStatHost "own.stats"\nPidFile "/run/tinyproxy/tinyproxy.pid"\nLogFile "/var/log/tinyproxy/tinyproxy.log"\n',
  },
  setup:
    "useradd --system --no-create-home tinyproxy || true\nmkdir -p /run/tinyproxy /var/log/tinyproxy\nchown tinyproxy:tinyproxy /run/tinyproxy /var/log/tinyproxy",
  command: ["tinyproxy", "-d", "-c", "/etc/tinyproxy/own.conf"],
  ports: [8888],
  flags: ["--port", "8888", "--exec", "curl -sf -x http://127.0.0.1:8888 http://own.stats/"],
  probes: [
    { kind: "client", script: "curl -sf --max-time 8 -x http://$HOST:8888 http://own.stats/ | grep -q tinyproxy" },
  ],
  execs: ["curl -sf -x http://127.0.0.1:8888 http://own.stats/ | grep -q tinyproxy", "ls -l /var/log/tinyproxy"],
  reload: { signal: "USR1" },
  known: { tmpfs: ["/run", "/run/tinyproxy:uid=999,gid=999,mode=755", "/var/log/tinyproxy:uid=999,gid=999,mode=755"] },
} satisfies Service;
