import type { Service } from "./harness/service.ts";

export default {
  packages: ["squid"],
  files: {
    "etc/squid/squid.conf":
      "http_port 3128\nhttp_access allow all\nshutdown_lifetime 1 second\npid_filename /run/squid.pid\naccess_log daemon:/var/log/squid/access.log squid\ncache_mem 32 MB\n",
  },
  command: ["squid", "--foreground", "-YC"],
  ports: [3128],
  flags: [
    "--port",
    "3128",
    "--get",
    "/squid-internal-static/icons/SN.png",
    "--exec",
    "squid -k reconfigure",
    "--exec",
    "squid -k rotate",
  ],
  probes: [{ kind: "http", port: 3128, path: "/squid-internal-static/icons/SN.png" }],
  reload: { inside: "squid -k reconfigure" },
  periodic: "squid -k rotate",
  known: { tmpfs: ["/run:mode=1777", "/var/log/squid:uid=13,gid=13", "/var/spool/squid:uid=13,gid=13"] },
} satisfies Service;
