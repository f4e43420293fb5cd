import type { Service } from "./harness/service.ts";

export default {
  packages: ["nodejs"],
  files: {
    "app/server.js":
      "const http = require('node:http');\nconst fs = require('node:fs');\nhttp.createServer((req, res) => {\n  fs.writeFileSync('/tmp/last', req.url);\n  res.end('twenty services: nodejs\\n');\n}).listen(3000);\nprocess.on('SIGTERM', () => process.exit(0));\n",
  },
  command: ["node", "/app/server.js"],
  user: "www-data",
  ports: [3000],
  flags: ["--port", "3000", "--get", "/"],
  probes: [{ kind: "http", port: 3000, path: "/", contains: "twenty services" }],
  known: { tmpfs: ["/tmp"], user: { user: "www-data", tmpfs: ["/tmp"] } },
} satisfies Service;
