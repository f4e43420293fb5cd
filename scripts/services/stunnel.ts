import type { Service } from "./harness/service.ts";

export default {
  packages: ["stunnel4", "openssl", "curl", "python3"],
  files: {
    "etc/stunnel/own.conf":
      "foreground = yes\nsetuid = stunnel4\nsetgid = stunnel4\nchroot = /var/lib/stunnel4\npid = /stunnel.pid\n[web]\naccept = 443\nconnect = 127.0.0.1:8080\ncert = /etc/stunnel/own.pem\n",
    "srv/index.html": "twelve services: stunnel\n",
    "usr/local/bin/start":
      "#!/bin/sh\nset -e\nsetpriv --reuid nobody --regid nogroup --clear-groups python3 -m http.server --bind 127.0.0.1 --directory /srv 8080 &\nexec stunnel4 /etc/stunnel/own.conf\n",
  },
  setup:
    "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=own.test -days 3650 -keyout /etc/stunnel/own.pem -out /tmp/own.crt\ncat /tmp/own.crt >> /etc/stunnel/own.pem\nrm /tmp/own.crt\nchmod 600 /etc/stunnel/own.pem",
  command: ["start"],
  ports: [443],
  flags: ["--port", "443", "--exec", "curl -skf https://127.0.0.1/"],
  probes: [{ kind: "client", script: "curl -skf --max-time 8 https://$HOST/ | grep -q 'twelve services'" }],
  execs: [
    "curl -skf https://127.0.0.1/ | grep -q twelve",
    "openssl x509 -in /etc/stunnel/own.pem -noout -subject",
    "ls -l /var/lib/stunnel4",
  ],
  // It can't read its configuration again from its chroot: this has it open its log again.
  reload: { signal: "USR1" },
  known: { tmpfs: ["/var/lib/stunnel4:uid=997,gid=997,mode=755", "/run", "/tmp"] },
} satisfies Service;
