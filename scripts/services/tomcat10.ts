import type { Service } from "./harness/service.ts";

export default {
  packages: ["tomcat10"],
  // Java's packages link their pages there, and a small base has none.
  before: "mkdir -p /usr/share/man/man1",
  setup:
    "mkdir -p /var/lib/tomcat10/webapps/ROOT\necho 'twenty services: tomcat' > /var/lib/tomcat10/webapps/ROOT/index.html",
  files: {
    "usr/local/bin/start":
      "#!/bin/sh\nset -e\nexport CATALINA_HOME=/usr/share/tomcat10 CATALINA_BASE=/var/lib/tomcat10 CATALINA_TMPDIR=/tmp\nexec setpriv --reuid tomcat --regid tomcat --init-groups sh /usr/share/tomcat10/bin/catalina.sh run\n",
  },
  command: ["start"],
  ports: [8080],
  flags: ["--port", "8080", "--get", "/index.html"],
  probes: [{ kind: "http", port: 8080, path: "/index.html", contains: "twenty services" }],
  known: { tmpfs: ["/tmp:mode=1777", "/var/log/tomcat10:mode=1777", "/var/cache/tomcat10:mode=1777"] },
} satisfies Service;
